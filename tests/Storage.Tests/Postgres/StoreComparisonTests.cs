using System.Text.Json;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Storage.Portfolios;
using TradeBooks.Storage.Tests.Portfolios;
using TradeBooks.Tests.Postgres;

namespace TradeBooks.Storage.Tests.Postgres;

/// <summary>The store in PostgreSQL against the one in memory: whatever is done to both, both say the same.</summary>
public sealed class StoreComparisonTests(TestPostgres postgres)
{
    private static readonly string[] Portfolios = ["default", "Zweites 'Depot'"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task AnyScript_BothStores_SayTheSame(int seed)
    {
        var random = new Random(seed);
        await using var database = await TestDatabase.CreateAsync(postgres);
        var memory = new MemoryPortfolioStore();
        var writers = new[] { Guid.NewGuid(), Guid.NewGuid() };
        var last = new Dictionary<string, PortfolioCommit>();
        var said = new HashSet<string>();

        for (var step = 0; step < 150; step++)
        {
            var portfolio = Portfolios[random.Next(Portfolios.Length)];
            var question = random.Next(2) == 0
                ? Commit(NextCommit(random, portfolio, last, writers))
                : Ask(random, portfolio);

            var expected = await SayAsync(question, memory);
            Assert.Equal(expected, await SayAsync(question, database.Store));
            said.Add(expected.Split(' ')[0]);
        }

        Assert.All(["done", nameof(PortfolioFencedException), nameof(LedgerConflictException)], answer => Assert.Contains(answer, said));
    }

    /// <summary>Mostly what a good writer would do; now and then a repetition, a lost portfolio or a bug.</summary>
    private static PortfolioCommit NextCommit(
        Random random, string portfolio, Dictionary<string, PortfolioCommit> last, Guid[] writers)
    {
        var before = last.GetValueOrDefault(portfolio);
        var kind = random.Next(10);
        if (before is not null && kind == 0)
            return before;
        var firstFill = before is null ? 1 : (int)before.FirstFill + before.Fills.Count;
        var firstDecision = before is null ? 1 : (int)before.FirstDecision + before.Decisions.Count;
        var time = before is { Equity.Count: > 0 } ? before.Equity[^1].Time.Microseconds : 0;
        var commit = Rows.Commit(
            (before?.Version ?? 0) + 1, writers[random.Next(2)], portfolio, firstFill, random.Next(4), firstDecision, random.Next(4),
            [.. Enumerable.Range(0, random.Next(4)).Select(i => Point(random, time + i / 2))]);
        switch (kind)
        {
            case 1:
                return commit with { Version = commit.Version + (before is null || random.Next(2) == 0 ? 1 : -1) };
            case 2 when firstFill > 1:
                return commit with { Fills = [.. commit.Fills, Rows.Fill(random.Next(1, firstFill), portfolio)] };
            case 3 when firstDecision > 1:
                return commit with { Decisions = [.. commit.Decisions, Rows.Decided(random.Next(1, firstDecision), portfolio)] };
            default:
                last[portfolio] = commit;
                return commit;
        }
    }

    private static EquityPoint Point(Random random, long time) =>
        new(new EventTime(time), Rows.Decimal(random), Rows.Decimal(random), Rows.Decimal(random), Rows.Decimal(random));

    private static Func<IPortfolioStore, Task<object?>> Commit(PortfolioCommit commit) => async store =>
    {
        await store.CommitAsync(commit, Cancellation);
        return null;
    };

    private static Func<IPortfolioStore, Task<object?>> Ask(Random random, string portfolio)
    {
        string[] ids = [.. Enumerable.Range(0, random.Next(5)).Select(_ => Rows.Id(random.Next(1, 60), portfolio).ToString())];
        var page = new DeskPageRequest(
            random.Next(3) == 0 ? 0 : random.Next(60), random.Next(1, 20),
            random.Next(2) == 0 ? null : Rows.Symbols[random.Next(Rows.Symbols.Length)],
            random.Next(2) == 0 ? null : Rows.Strategies[random.Next(Rows.Strategies.Length)],
            random.Next(2) == 0 ? null : (Side)random.Next(2),
            random.Next(2) == 0 ? null : random.Next(2) == 0,
            random.Next(2) == 0);
        var (from, to, most) = (new EventTime(random.Next(20)), new EventTime(random.Next(60)), random.Next(1, 12));
        return random.Next(6) switch
        {
            0 => async store => await store.LoadAsync(portfolio, Cancellation) is { } saved ? Said(saved) : null,
            1 => async store => (await store.DecisionsAsync(portfolio, ids, Cancellation)).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair}"),
            2 => async store => (await store.FillsAsync(portfolio, ids, Cancellation)).OrderBy(pair => pair.Key.OrderId, StringComparer.Ordinal).Select(pair => $"{pair}"),
            3 => async store => await store.OrdersAsync(portfolio, page, Cancellation),
            4 => async store => await store.TradesAsync(portfolio, page, Cancellation),
            _ => async store => await store.EquityAsync(portfolio, from, to, most, Cancellation),
        };
    }

    private static string Said(SavedPortfolio saved) =>
        $"{saved.Version} {Convert.ToHexString(saved.State.Span)} "
        + string.Join(' ', saved.Symbols.OrderBy(part => part.Key).Select(part => $"{part.Key}={Convert.ToHexString(part.Value.Span)}"));

    private static async Task<string> SayAsync(Func<IPortfolioStore, Task<object?>> question, IPortfolioStore store)
    {
        try
        {
            return "done " + JsonSerializer.Serialize(await question(store));
        }
        catch (Exception e) when (e is PortfolioFencedException or LedgerConflictException)
        {
            return e is LedgerConflictException ? $"{e.GetType().Name} {e.Message}" : e.GetType().Name;
        }
    }
}
