/* First and last names that are common in the places customers come from, so that lists read like lists of people. */

const list = (text: string): readonly string[] => text.trim().split(/\s+/);

const ENGLISH_FIRST = list(`
  Olivia James Amelia Noah Grace Liam Charlotte Ethan Sophie Daniel Emily Oliver Chloe Thomas Hannah Jack Isla Samuel Ruby Harry
  Priya Aarav Fatima Omar Mei Wei Aisha Kwame Zara Malik Sofia Mateo Camila Diego Ingrid Lars Niamh Cormac Aoife Sean Megan Rhys
  Eleanor Henry Martha Arthur Joan Walter Ruth Frank Denise Carl Tanya Marcus Keisha Andre Rosa Luis Elena Victor Naomi Caleb Abigail
  Jonah Leah Isaac Miriam Gabriel Paige Dylan Brooke Tyler Imogen Alistair Beatrice Rupert Harriet Nigel Yara Tariq Leila Hassan Anjali
  Rohan Divya Vikram Hana Kenji Yuki Minh Linh Joon Soo-ah Chidi Ngozi Tunde Amara`);
const ENGLISH_LAST = list(`
  Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Wright Walker Thompson White Hughes Edwards Green Lewis Wood Harris Martin
  Jackson Clarke Turner Hill Cooper Morris Ward Moore Khan Ali Begum Singh Shah O'Brien Murphy Kelly Byrne Ryan Gallagher Doyle Nguyen Tran
  Chen Wang Li Zhang Kim Park Garcia Martinez Rodriguez Lopez Hernandez Gonzalez Perez Sanchez Ramirez Torres Flores Rivera Gomez Okafor
  Adeyemi Mensah Osei Boateng Campbell Stewart Robertson Reid Ross Paterson MacDonald Fraser Hamilton Grant Hayes Bennett Foster Barnes
  Coleman Jenkins Perry Powell Long Patterson Hughes Simmons Romero Bryant Alexander Russell Griffin Ibrahim Haddad Nakamura Tanaka Sato
  Kowalski Novak Larsen Lindqvist Bauer Rossi Costa Silva Santos Moreau Dubois`);
const GERMAN_FIRST = list(`
  Anna Lukas Marie Felix Lena Jonas Sophie Maximilian Laura Paul Julia Leon Katharina Tim Sarah Jan Lisa Philipp Johanna Moritz Clara Niklas
  Franziska Simon Theresa Florian Miriam Sebastian Eva Tobias Sabine Thomas Petra Andreas Monika Stefan Claudia Michael Birgit Frank Heike
  Jürgen Ute Wolfgang Renate Klaus Gisela Dieter Ingrid Uwe Silke Torsten Nadine Markus Anke Björn Melanie Kai Carolin Benedikt Antonia
  Emre Elif Mehmet Ayşe Can Zeynep Deniz Leyla Ahmet Aylin Marta Piotr Katarzyna Tomasz Ivana Luka Jelena Nikola Milena Goran Chiara Matteo
  Reto Urs Beat Regula Corinne Fabienne Livia Nils Jannik Mia Emilia Finn Frieda Oskar Greta Anton`);
const GERMAN_LAST = list(`
  Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz
  Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier Lehmann Schmid Schulze Maier Köhler Herrmann König Walter
  Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck
  Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel
  Heinrich Brandt Haas Schreiber Graf Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer
  Yılmaz Kaya Demir Şahin Çelik Yıldız Aydın Öztürk Nowak Kowalczyk Horvat Petrović Gruber Steiner Moser Brunner Frei Gerber Zürcher`);

/** First and last names by the language of a customer. */
export const NAMES = {
  en: { first: ENGLISH_FIRST, last: ENGLISH_LAST },
  de: { first: GERMAN_FIRST, last: GERMAN_LAST },
} as const;

/** The words of which companies' names are made: a name, what they do, and (in German) in which form. */
export const COMPANIES = {
  en: {
    name: list(`
      Harbor Maple Northwind Bluebird Cedar Granite Lantern Juniper Copper Willow Beacon Summit Riverside Oakfield Ironbridge Silverline
      Brightwater Foxglove Kestrel Lighthouse Meridian Orchard Pinecrest Quarry Redwood Saltmarsh Thistle Upland Verdant Westgate Yarrow
      Alder Birchwood Clearwater Driftwood Eastbrook Fernhill Goldcrest Heathfield Inkwell Kingfisher Larkspur Millstone Nightingale Osprey
      Pebble Quill Ridgeway Sandpiper Tidewater Umber Valley Wren Amberley Barley Compass Dovetail Ember Fairway Gable Hearth Islay`),
    trade: [
      'Labs',
      'Foods',
      'Logistics',
      'Dental',
      'Studio',
      'Books',
      'Supply',
      'Outfitters',
      'Analytics',
      'Coffee Roasters',
      'Builders',
      'Veterinary Group',
      'Media',
      'Travel',
      'Legal',
      'Accounting',
      'Fitness',
      'Pharmacy',
      'Robotics',
      'Energy',
      'Learning',
      'Textiles',
      'Bicycle Co.',
      'Property Care',
      'Software',
      'Catering',
      'Interiors',
      'Marine',
      'Farms',
      'Health',
      'Events',
      'Printworks',
      'Games',
    ],
  },
  de: {
    name: list(`
      Nordlicht Hanse Alster Elbblick Isartal Rheinufer Schwarzwald Havelland Spreebogen Neckar Donau Zugspitz Fichtel Harz Lausitz Weser Ems
      Bodensee Allgäu Eifel Taunus Spessart Kranich Eichenhof Lindenbaum Morgenstern Sonnenberg Silberbach Steinbock Falken Adler Amsel Bergmann
      Brenner Kessler Wiesengrund Mühlbach Kastanien Ahorn Birken Buchen Tannenhof Heidekraut Leuchtturm Anker Kompass Brücken Felsen Quell
      Rosengarten Salzach Tiroler Wiener Grazer Zürichsee Aare Säntis Jura Vogtland Rhön Saale Unstrut Peene Uckermark`),
    trade: [
      'Maschinenbau',
      'Logistik',
      'Software',
      'Bäckerei',
      'Zahnärzte',
      'Steuerberatung',
      'Verlag',
      'Medien',
      'Energie',
      'Gartenbau',
      'Möbelwerk',
      'Brauerei',
      'Apotheken',
      'Architektur',
      'Messtechnik',
      'Reisen',
      'Fahrradwerk',
      'Catering',
      'Immobilien',
      'Elektrotechnik',
      'Druckerei',
      'Pflegedienst',
      'Optik',
      'Kaffeerösterei',
      'Handwerk',
      'Beratung',
      'Spielwaren',
      'Feinkost',
      'Sanitär',
      'Textil',
      'Systeme',
      'Bildung',
    ],
    form: ['GmbH', 'GmbH', 'GmbH', 'GmbH & Co. KG', 'AG', 'eG', 'UG', 'KG', 'OHG'],
  },
} as const;

/** Places to come from: country, zone, standard offset from UTC in hours, language, weight, and numbers that are kept for fiction there. */
export const PLACES = [
  {
    country: 'US',
    zone: 'America/New_York',
    offset: -5,
    locale: 'en',
    weight: 20,
    area: ['212', '617', '404', '305', '215'],
  },
  { country: 'US', zone: 'America/Chicago', offset: -6, locale: 'en', weight: 9, area: ['312', '512', '612'] },
  { country: 'US', zone: 'America/Los_Angeles', offset: -8, locale: 'en', weight: 10, area: ['415', '206', '503'] },
  { country: 'CA', zone: 'America/Toronto', offset: -5, locale: 'en', weight: 5, area: ['416', '613'] },
  { country: 'GB', zone: 'Europe/London', offset: 0, locale: 'en', weight: 18, area: [] },
  { country: 'IE', zone: 'Europe/Dublin', offset: 0, locale: 'en', weight: 3, area: [] },
  { country: 'DE', zone: 'Europe/Berlin', offset: 1, locale: 'de', weight: 26, area: [] },
  { country: 'AT', zone: 'Europe/Vienna', offset: 1, locale: 'de', weight: 5, area: [] },
  { country: 'CH', zone: 'Europe/Zurich', offset: 1, locale: 'de', weight: 4, area: [] },
] as const;
