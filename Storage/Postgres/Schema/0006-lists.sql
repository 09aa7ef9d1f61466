-- For lists of one strategy's fills and decisions, and of the decisions that refused: both may be rare among many.

CREATE INDEX fills_strategy_idx ON tradebooks.fills (portfolio, strategy, number);
CREATE INDEX orders_strategy_idx ON tradebooks.orders (portfolio, strategy, number);
CREATE INDEX orders_refused_idx ON tradebooks.orders (portfolio, number) WHERE refusal <> 0;
