/** How many seconds a day of a journey's waits takes: four days of silence are eight seconds. Everything else goes by the real clock. */
export const SECONDS_A_DAY = 2;
