/** Tells the present instant. Real time exists only in the two composition roots; everything else is handed a clock or an instant. */
export type Clock = () => Date;
