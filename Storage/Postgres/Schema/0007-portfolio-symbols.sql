-- What of a portfolio's state is a symbol's, by the symbol's number: of thousands of symbols a commit changes few, and
-- writes only those. The table of portfolios keeps what is not a symbol's.
CREATE TABLE tradebooks.portfolio_symbols
(
    portfolio text COLLATE "C" NOT NULL,
    symbol    integer NOT NULL,
    state     bytea NOT NULL,
    PRIMARY KEY (portfolio, symbol)
);

-- Rows are replaced all the time: there is room for the next version beside the last one, and what is dead goes soon.
ALTER TABLE tradebooks.portfolio_symbols SET
    (fillfactor = 50, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0.2);
