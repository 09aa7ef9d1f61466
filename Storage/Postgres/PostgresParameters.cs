using Npgsql;
using TradeBooks.Domain.Desk;
using TradeBooks.Storage.Portfolios;

namespace TradeBooks.Storage.Postgres;

/// <summary>A commit as parameters: a table's columns are arrays, so that any number of rows is one prepared statement.</summary>
internal static class PostgresParameters
{
    public static void Bind<T>(this NpgsqlParameterCollection parameters, T value) =>
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });

    /// <summary>The parameters of <see cref="PostgresStatements.Page"/>.</summary>
    public static void BindPage(this NpgsqlParameterCollection parameters, string portfolio, DeskPageRequest page)
    {
        parameters.Bind(portfolio);
        parameters.Bind(page is { IsDescending: true, After: 0 } ? long.MaxValue : page.After);
        parameters.Bind(page.Limit + 1L);
        if (page.Symbol is not null)
            parameters.Bind(page.Symbol);
        if (page.Strategy is not null)
            parameters.Bind(page.Strategy);
        if (page.Side is { } side)
            parameters.Bind((short)side);
    }

    /// <summary>One message to the server and one transaction: it fails as a whole or is written as a whole.</summary>
    public static NpgsqlBatch Batch(NpgsqlConnection connection, PortfolioCommit commit)
    {
        var batch = new NpgsqlBatch(connection);
        var state = Add(batch, PostgresStatements.Advance, commit.Portfolio);
        state.Bind(commit.Version);
        state.Bind(commit.Writer);
        state.Bind(commit.State);
        if (commit.Symbols.Count > 0)
            AddSymbols(batch, commit);
        if (commit.Fills.Count > 0)
            AddFills(batch, commit);
        if (commit.Decisions.Count > 0)
            AddOrders(batch, commit);
        if (commit.Equity.Count > 0)
            AddEquity(batch, commit);
        return batch;
    }

    private static void AddFills(NpgsqlBatch batch, PortfolioCommit commit)
    {
        var rows = new TradeView[commit.Fills.Count];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = LedgerRows.Trade(commit.FirstFill + i, commit.Fills[i]);
        var parameters = Add(batch, PostgresStatements.InsertFills, commit.Portfolio);
        parameters.Bind(commit.FirstFill);
        parameters.Column(rows, row => row.OrderId);
        parameters.Column(rows, row => row.FillNumber);
        parameters.Column(rows, row => row.Strategy);
        parameters.Column(rows, row => row.Symbol);
        parameters.Column(rows, row => row.Time.Microseconds);
        parameters.Column(rows, row => (short)row.Role);
        parameters.Column(rows, row => (short)row.Side);
        parameters.Column(rows, row => row.Quantity);
        parameters.Column(rows, row => row.Price);
        parameters.Column(rows, row => row.Fee);
        parameters.Column(rows, row => row.Notional);
        parameters.Column(rows, row => row.Cash);
        parameters.Column(rows, row => row.Equity);
    }

    private static void AddOrders(NpgsqlBatch batch, PortfolioCommit commit)
    {
        var rows = new OrderView[commit.Decisions.Count];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = LedgerRows.Order(commit.FirstDecision + i, commit.Decisions[i]);
        var parameters = Add(batch, PostgresStatements.InsertOrders, commit.Portfolio);
        parameters.Bind(commit.FirstDecision);
        parameters.Column(rows, row => row.Id);
        parameters.Column(rows, row => row.Strategy);
        parameters.Column(rows, row => row.Symbol);
        parameters.Column(rows, row => row.Time.Microseconds);
        parameters.Column(rows, row => (short)row.Role);
        parameters.Column(rows, row => (short)row.Side);
        parameters.Column(rows, row => (short)row.Type);
        parameters.Column(rows, row => (short)row.TimeInForce);
        parameters.Column(rows, row => row.Quantity);
        parameters.Column(rows, row => row.LimitPrice);
        parameters.Column(rows, row => row.StopPrice);
        parameters.Column(rows, row => (short)row.Refusal);
    }

    private static void AddSymbols(NpgsqlBatch batch, PortfolioCommit commit)
    {
        var parameters = Add(batch, PostgresStatements.WriteSymbols, commit.Portfolio);
        parameters.Column(commit.Symbols, symbol => symbol.Key);
        parameters.Column(commit.Symbols, symbol => symbol.Value.ToArray());
    }

    private static void AddEquity(NpgsqlBatch batch, PortfolioCommit commit)
    {
        var rows = LedgerRows.LastOfEachTime(commit.Equity);
        var parameters = Add(batch, PostgresStatements.InsertEquity, commit.Portfolio);
        parameters.Column(rows, row => row.Time.Microseconds);
        parameters.Column(rows, row => row.Cash);
        parameters.Column(rows, row => row.Equity);
        parameters.Column(rows, row => row.RealizedPnl);
        parameters.Column(rows, row => row.UnrealizedPnl);
    }

    private static NpgsqlParameterCollection Add(NpgsqlBatch batch, string sql, string portfolio)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        command.Parameters.Bind(portfolio);
        return command.Parameters;
    }

    private static void Column<TRow, T>(this NpgsqlParameterCollection parameters, IReadOnlyList<TRow> rows, Func<TRow, T> value)
    {
        var column = new T[rows.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(rows[i]);
        parameters.Bind(column);
    }
}
