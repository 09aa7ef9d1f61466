-- Portfolios: state, fills, orders and equity curve, which always change in one transaction.
-- Event times are microseconds since 1970-01-01T00:00:00Z, exactly as TradeBooks has them; the views at the foot show
-- them as timestamps. Enumerations are the numbers of TradeBooks' own. Text compares byte by byte.

-- state is replaced whole by every commit: version goes up by one, writer is who did it.
CREATE TABLE tradebooks.portfolio
(
    portfolio  text COLLATE "C" PRIMARY KEY,
    version    bigint NOT NULL,
    writer     uuid NOT NULL,
    state      bytea NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Every version of a large state leaves dead rows behind: they are cleared away soon, not after a fifth of the table.
ALTER TABLE tradebooks.portfolio SET
(
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500,
    toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 5000
);

-- Every commit compresses the state anew: lz4 is the faster way, which a server may be built without.
DO $$
BEGIN
    ALTER TABLE tradebooks.portfolio ALTER COLUMN state SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN
    NULL;
END
$$;

CREATE TABLE tradebooks.fills
(
    portfolio   text COLLATE "C" NOT NULL,
    number      bigint NOT NULL,
    order_id    text COLLATE "C" NOT NULL,
    fill_number integer NOT NULL,
    strategy    text COLLATE "C" NOT NULL,
    symbol      text COLLATE "C" NOT NULL,
    time        bigint NOT NULL,
    role        smallint NOT NULL,
    side        smallint NOT NULL,
    quantity    numeric NOT NULL,
    price       numeric NOT NULL,
    fee         numeric NOT NULL,
    notional    numeric NOT NULL,
    cash        numeric NOT NULL,
    equity      numeric NOT NULL,
    CONSTRAINT fills_pkey PRIMARY KEY (portfolio, number),
    CONSTRAINT fills_id_key UNIQUE (portfolio, order_id, fill_number)
);
CREATE INDEX fills_symbol_idx ON tradebooks.fills (portfolio, symbol, number);

CREATE TABLE tradebooks.orders
(
    portfolio     text COLLATE "C" NOT NULL,
    number        bigint NOT NULL,
    order_id      text COLLATE "C" NOT NULL,
    strategy      text COLLATE "C" NOT NULL,
    symbol        text COLLATE "C" NOT NULL,
    time          bigint NOT NULL,
    role          smallint NOT NULL,
    side          smallint NOT NULL,
    type          smallint NOT NULL,
    time_in_force smallint NOT NULL,
    quantity      numeric NOT NULL,
    limit_price   numeric NOT NULL,
    stop_price    numeric NOT NULL,
    refusal       smallint NOT NULL,
    CONSTRAINT orders_pkey PRIMARY KEY (portfolio, number),
    CONSTRAINT orders_id_key UNIQUE (portfolio, order_id)
);
CREATE INDEX orders_symbol_idx ON tradebooks.orders (portfolio, symbol, number);

CREATE TABLE tradebooks.equity
(
    portfolio  text COLLATE "C" NOT NULL,
    time       bigint NOT NULL,
    cash       numeric NOT NULL,
    equity     numeric NOT NULL,
    realized   numeric NOT NULL,
    unrealized numeric NOT NULL,
    CONSTRAINT equity_pkey PRIMARY KEY (portfolio, time)
);

-- First statement of a commit. It fails where the commit must not be written, which ends the transaction: TB001 when
-- this very commit is there already, TB002 when another writer has the portfolio.
CREATE FUNCTION tradebooks.advance_portfolio(key text, next_version bigint, next_writer uuid, next_state bytea)
    RETURNS void LANGUAGE plpgsql AS
$$
DECLARE
    now_version bigint;
    now_writer uuid;
BEGIN
    IF next_version = 1 THEN
        INSERT INTO tradebooks.portfolio (portfolio, version, writer, state)
        VALUES (key, next_version, next_writer, next_state)
        ON CONFLICT DO NOTHING;
    ELSE
        UPDATE tradebooks.portfolio
        SET version = next_version, writer = next_writer, state = next_state, updated_at = clock_timestamp()
        WHERE portfolio = key AND version = next_version - 1;
    END IF;
    IF FOUND THEN
        RETURN;
    END IF;

    SELECT version, writer INTO now_version, now_writer FROM tradebooks.portfolio WHERE portfolio = key;
    IF now_version = next_version AND now_writer = next_writer THEN
        RAISE EXCEPTION 'version % is there already', next_version USING ERRCODE = 'TB001';
    END IF;
    RAISE EXCEPTION 'portfolio % is at version %, written by %; version % can not follow',
        key, coalesce(now_version, 0), coalesce(now_writer::text, 'nobody'), next_version USING ERRCODE = 'TB002';
END
$$;

CREATE FUNCTION tradebooks.event_time(microseconds bigint)
    RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$
    -- Years 1 to 9999; hours, not days, which have 23 or 25 hours in some time zones.
    SELECT CASE
        WHEN microseconds < -62135596800000000 THEN timestamptz '-infinity'
        WHEN microseconds >= 253402300800000000 THEN timestamptz 'infinity'
        ELSE timestamptz '1970-01-01 00:00:00+00'
            + microseconds / 3600000000 * interval '1 hour' + microseconds % 3600000000 * interval '1 microsecond'
    END
$$;

-- For people: order_book.csv, not rounded, with its ids.
CREATE VIEW tradebooks.trade_log AS
SELECT portfolio, number, tradebooks.event_time(time) AS "timestamp", symbol,
    CASE side WHEN 0 THEN 'BUY' ELSE 'SELL' END AS action,
    quantity AS qty, price, notional, cash, equity, fee, strategy, order_id, fill_number
FROM tradebooks.fills;

CREATE VIEW tradebooks.equity_curve AS
SELECT portfolio, tradebooks.event_time(time) AS "timestamp", cash, equity, realized, unrealized
FROM tradebooks.equity;
