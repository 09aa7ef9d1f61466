using Npgsql;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Storage.Portfolios;

namespace TradeBooks.Storage.Postgres;

/// <summary>
/// Portfolios in PostgreSQL, in the tables that <see cref="PostgresSchema"/> makes. A commit is one transaction and one
/// message to the server. Numbers and event times come back exactly as they were given.
/// <see cref="PostgresErrors.IsTransient"/> says which errors are worth a repetition.
/// </summary>
/// <param name="source">Connections to the database; it stays the caller's.</param>
public sealed class PostgresPortfolioStore(NpgsqlDataSource source) : IPortfolioStore
{
    public async Task<SavedPortfolio?> LoadAsync(string portfolio, CancellationToken cancellation)
    {
        var found = await ReadAsync(
            PostgresStatements.Load, parameters => parameters.Bind(portfolio),
            row => (Version: row.GetInt64(0), Symbol: row.IsDBNull(1) ? (int?)null : row.GetInt32(1), State: row.GetFieldValue<byte[]>(2)),
            cancellation);
        var own = found.FindIndex(part => part.Symbol is null);
        return own < 0
            ? null
            : new SavedPortfolio(
                found[own].Version,
                found[own].State,
                found.Where(part => part.Symbol is not null)
                    .ToDictionary(part => part.Symbol!.Value, part => (ReadOnlyMemory<byte>)part.State));
    }

    /// <inheritdoc/>
    /// <exception cref="LedgerConflictException">It has a fill or a decision that the ledger has already.</exception>
    public async Task CommitAsync(PortfolioCommit commit, CancellationToken cancellation)
    {
        LedgerRows.Check(commit);
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            await using var batch = PostgresParameters.Batch(connection, commit);
            await batch.PrepareAsync(cancellation);
            await batch.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresStatements.Repeated)
        {
            // The answer to the first attempt was lost, its effect was not.
        }
        catch (PostgresException e) when (e.SqlState == PostgresStatements.Fenced)
        {
            throw new PortfolioFencedException(e.MessageText);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new LedgerConflictException(await ExplainAsync(commit, e, cancellation), e);
        }
    }

    public async Task<IReadOnlyDictionary<string, DecisionOutcome>> DecisionsAsync(
        string portfolio, IReadOnlyCollection<string> orderIds, CancellationToken cancellation)
    {
        var found = await ReadOfOrdersAsync(
            PostgresStatements.Decisions, portfolio, orderIds,
            row => (Id: row.GetString(0), Outcome: new DecisionOutcome(row.GetDecimal(1), (Refusal)row.GetInt16(2))),
            cancellation);
        return found.ToDictionary(row => row.Id, row => row.Outcome);
    }

    public async Task<IReadOnlyDictionary<(string OrderId, int FillNumber), SizedFill>> FillsAsync(
        string portfolio, IReadOnlyCollection<string> orderIds, CancellationToken cancellation)
    {
        var found = await ReadOfOrdersAsync(
            PostgresStatements.Fills, portfolio, orderIds,
            row => (Id: (row.GetString(0), row.GetInt32(1)), Fill: new SizedFill(row.GetDecimal(2), row.GetDecimal(3))),
            cancellation);
        return found.ToDictionary(row => row.Id, row => row.Fill);
    }

    public Task<DeskPage<OrderView>> OrdersAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation) => PageAsync(
        PostgresStatements.Orders, portfolio, page,
        row => new OrderView(
            row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), new EventTime(row.GetInt64(4)),
            (OrderRole)row.GetInt16(5), (Side)row.GetInt16(6), (OrderType)row.GetInt16(7), (TimeInForce)row.GetInt16(8),
            row.GetDecimal(9), row.GetDecimal(10), row.GetDecimal(11), (Refusal)row.GetInt16(12)),
        order => order.Number, cancellation);

    public Task<DeskPage<TradeView>> TradesAsync(string portfolio, DeskPageRequest page, CancellationToken cancellation) => PageAsync(
        PostgresStatements.Trades, portfolio, page with { IsRefused = null },
        row => new TradeView(
            row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetString(4), new EventTime(row.GetInt64(5)),
            (OrderRole)row.GetInt16(6), (Side)row.GetInt16(7), row.GetDecimal(8), row.GetDecimal(9), row.GetDecimal(10),
            row.GetDecimal(11), row.GetDecimal(12), row.GetDecimal(13)),
        trade => trade.Number, cancellation);

    public async Task<IReadOnlyList<EquityPoint>> EquityAsync(
        string portfolio, EventTime from, EventTime to, int maxPoints, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 1);
        return await ReadAsync(
            PostgresStatements.Equity,
            parameters =>
            {
                parameters.Bind(portfolio);
                parameters.Bind(from.Microseconds);
                parameters.Bind(to.Microseconds);
                parameters.Bind((long)maxPoints);
            },
            row => new EquityPoint(
                new EventTime(row.GetInt64(0)), row.GetDecimal(1), row.GetDecimal(2), row.GetDecimal(3), row.GetDecimal(4)),
            cancellation);
    }

    private async Task<DeskPage<T>> PageAsync<T>(
        string columns, string portfolio, DeskPageRequest page, Func<NpgsqlDataReader, T> read, Func<T, long> number,
        CancellationToken cancellation)
    {
        LedgerRows.Check(page);
        var found = await ReadAsync(
            PostgresStatements.Page(columns, page), parameters => parameters.BindPage(portfolio, page), read, cancellation);
        return LedgerRows.Page(found, page.Limit, number);
    }

    private Task<List<T>> ReadOfOrdersAsync<T>(
        string sql, string portfolio, IReadOnlyCollection<string> orderIds, Func<NpgsqlDataReader, T> read,
        CancellationToken cancellation) => orderIds.Count == 0 ? Task.FromResult(new List<T>()) : ReadAsync(
        sql,
        parameters =>
        {
            parameters.Bind(portfolio);
            parameters.Bind(orderIds.ToArray());
        },
        read, cancellation);

    // What a pooled connection has prepared stays so.
    private async Task<List<T>> ReadAsync<T>(
        string sql, Action<NpgsqlParameterCollection> bind, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        bind(command.Parameters);
        await command.PrepareAsync(cancellation);
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>Which row it is: what the server says of it would have to be let through to the logs of every error.</summary>
    private async Task<string> ExplainAsync(PortfolioCommit commit, PostgresException error, CancellationToken cancellation)
    {
        switch (error.ConstraintName)
        {
            case "fills_id_key":
                var fills = commit.Fills.Select(fill => (Id: fill.Fill.OrderId.ToString(), fill.Fill.Number)).ToList();
                var known = await FillsAsync(commit.Portfolio, fills.ConvertAll(fill => fill.Id), cancellation);
                var twice = FirstKnownOrTwice(fills, known.ContainsKey);
                return LedgerConflict.Fill(twice.Id, twice.Number);
            case "orders_id_key":
                var orders = commit.Decisions.Select(decided => decided.Request.Id.ToString()).ToList();
                var decided = await DecisionsAsync(commit.Portfolio, orders, cancellation);
                return LedgerConflict.Order(FirstKnownOrTwice(orders, decided.ContainsKey));
            case "fills_pkey":
                var row = await TakenAsync(
                    PostgresStatements.TakenRows, commit.Portfolio, commit.FirstFill, commit.Fills.Count, cancellation);
                return LedgerConflict.FillRow(commit.Fills[(int)(row - commit.FirstFill)].Fill.OrderId.ToString(), row);
            case "orders_pkey":
                var place = await TakenAsync(
                    PostgresStatements.TakenOrderRows, commit.Portfolio, commit.FirstDecision, commit.Decisions.Count, cancellation);
                return LedgerConflict.OrderRow(commit.Decisions[(int)(place - commit.FirstDecision)].Request.Id.ToString(), place);
            default:
                return error.MessageText;
        }
    }

    private static T FirstKnownOrTwice<T>(List<T> ids, Func<T, bool> isKnown)
    {
        var seen = new HashSet<T>();
        return ids.First(id => isKnown(id) || !seen.Add(id));
    }

    private async Task<long> TakenAsync(string sql, string portfolio, long first, int count, CancellationToken cancellation)
    {
        var found = await ReadAsync(
            sql,
            parameters =>
            {
                parameters.Bind(portfolio);
                parameters.Bind(first);
                parameters.Bind(first + count);
            },
            row => row.GetInt64(0), cancellation);
        return found[0];
    }
}
