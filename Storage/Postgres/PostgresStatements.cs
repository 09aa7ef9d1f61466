using System.Globalization;
using System.Text;
using TradeBooks.Domain.Desk;

namespace TradeBooks.Storage.Postgres;

/// <summary>The SQL of <see cref="PostgresPortfolioStore"/>; parameters are positional.</summary>
internal static class PostgresStatements
{
    /// <summary>SQLSTATE of a commit that is there already.</summary>
    public const string Repeated = "TB001";

    /// <summary>SQLSTATE of a commit that can't follow what is there.</summary>
    public const string Fenced = "TB002";

    /// <summary>One statement, so that all of it is of one commit; the portfolio's own state has no symbol.</summary>
    public const string Load =
        """
        SELECT version, NULL::integer, state FROM tradebooks.portfolio WHERE portfolio = $1
        UNION ALL
        SELECT 0, symbol, state FROM tradebooks.portfolio_symbols WHERE portfolio = $1
        """;

    public const string Advance = "SELECT tradebooks.advance_portfolio($1, $2, $3, $4)";

    public const string WriteSymbols =
        """
        INSERT INTO tradebooks.portfolio_symbols (portfolio, symbol, state)
        SELECT $1, row.* FROM unnest($2, $3) AS row(symbol, state)
        ON CONFLICT (portfolio, symbol) DO UPDATE SET state = excluded.state
        """;

    public const string InsertFills =
        """
        INSERT INTO tradebooks.fills (portfolio, number, order_id, fill_number, strategy, symbol, time, role, side,
            quantity, price, fee, notional, cash, equity)
        SELECT $1, $2 + row.place - 1, row.order_id, row.fill_number, row.strategy, row.symbol, row.time, row.role, row.side,
            row.quantity, row.price, row.fee, row.notional, row.cash, row.equity
        FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) WITH ORDINALITY
            AS row(order_id, fill_number, strategy, symbol, time, role, side, quantity, price, fee, notional, cash, equity, place)
        """;

    public const string InsertOrders =
        """
        INSERT INTO tradebooks.orders (portfolio, number, order_id, strategy, symbol, time, role, side, type, time_in_force,
            quantity, limit_price, stop_price, refusal)
        SELECT $1, $2 + row.place - 1, row.order_id, row.strategy, row.symbol, row.time, row.role, row.side, row.type,
            row.time_in_force, row.quantity, row.limit_price, row.stop_price, row.refusal
        FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) WITH ORDINALITY
            AS row(order_id, strategy, symbol, time, role, side, type, time_in_force, quantity, limit_price, stop_price,
                refusal, place)
        """;

    public const string InsertEquity =
        """
        INSERT INTO tradebooks.equity (portfolio, time, cash, equity, realized, unrealized)
        SELECT $1, row.* FROM unnest($2, $3, $4, $5, $6) AS row(time, cash, equity, realized, unrealized)
        ON CONFLICT (portfolio, time) DO UPDATE
        SET cash = excluded.cash, equity = excluded.equity, realized = excluded.realized, unrealized = excluded.unrealized
        """;

    public const string Decisions =
        "SELECT order_id, quantity, refusal FROM tradebooks.orders WHERE portfolio = $1 AND order_id = ANY ($2)";

    public const string Fills =
        "SELECT order_id, fill_number, quantity, fee FROM tradebooks.fills WHERE portfolio = $1 AND order_id = ANY ($2)";

    /// <summary>Numbers of the trade log that are taken, from the first one on.</summary>
    public const string TakenRows =
        "SELECT number FROM tradebooks.fills WHERE portfolio = $1 AND number >= $2 AND number < $3 ORDER BY number LIMIT 1";

    public const string TakenOrderRows =
        "SELECT number FROM tradebooks.orders WHERE portfolio = $1 AND number >= $2 AND number < $3 ORDER BY number LIMIT 1";

    /// <summary>Of n points the i-th is kept where i × most / n reaches a new whole number; so is the last.</summary>
    public const string Equity =
        """
        WITH range AS
        (
            SELECT count(*) AS points FROM tradebooks.equity WHERE portfolio = $1 AND time BETWEEN $2 AND $3
        ),
        numbered AS
        (
            SELECT time, cash, equity, realized, unrealized, row_number() OVER (ORDER BY time) AS place
            FROM tradebooks.equity WHERE portfolio = $1 AND time BETWEEN $2 AND $3
        )
        SELECT time, cash, equity, realized, unrealized FROM numbered, range
        WHERE points <= $4 OR place * $4 / points > (place - 1) * $4 / points
        ORDER BY time
        """;

    /// <summary>Columns of fills; <see cref="Page"/> says which rows.</summary>
    public const string Trades =
        """
        SELECT number, order_id, fill_number, strategy, symbol, time, role, side, quantity, price, fee, notional, cash, equity
        FROM tradebooks.fills

        """;

    /// <summary>Columns of decisions; <see cref="Page"/> says which rows.</summary>
    public const string Orders =
        """
        SELECT number, order_id, strategy, symbol, time, role, side, type, time_in_force, quantity, limit_price, stop_price,
            refusal
        FROM tradebooks.orders

        """;

    /// <summary>
    /// A page of rows. Each filter that is asked for is a condition of its own, so that every plan can use the index that
    /// suits it; what a caller gave is a parameter, bound by
    /// <see cref="PostgresParameters.BindPage"/>.
    /// </summary>
    /// <param name="columns"><see cref="Trades"/> or <see cref="Orders"/>.</param>
    /// <param name="page">What is asked for.</param>
    public static string Page(string columns, DeskPageRequest page)
    {
        var sql = new StringBuilder(columns, 512).Append("WHERE portfolio = $1");
        sql.Append(page.IsDescending ? " AND number < $2" : " AND number > $2");
        var parameter = 3;
        if (page.Symbol is not null)
            sql.Append(CultureInfo.InvariantCulture, $" AND symbol = ${++parameter}");
        if (page.Strategy is not null)
            sql.Append(CultureInfo.InvariantCulture, $" AND strategy = ${++parameter}");
        if (page.Side is not null)
            sql.Append(CultureInfo.InvariantCulture, $" AND side = ${++parameter}");
        if (page.IsRefused is { } refused)
            sql.Append(refused ? " AND refusal <> 0" : " AND refusal = 0");
        return sql.Append(page.IsDescending ? " ORDER BY number DESC LIMIT $3" : " ORDER BY number LIMIT $3").ToString();
    }
}
