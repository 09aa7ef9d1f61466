using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Storage.Portfolios;
using TradeBooks.Storage.Postgres;

namespace TradeBooks.Benchmarks.Store;

/// <summary>
/// Commits like a portfolio's: as many decisions as fills, one point of the equity curve, and the whole state. The next
/// one is sent when the last one is durable.
/// </summary>
internal static class StoreRate
{
    private const string Symbol = "AAPL";
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(string postgres, TimeSpan time, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(postgres);
        await PostgresSchema.ApplyAsync(source, cancellation);
        Console.WriteLine("| fills | state | commits/s | fills/s | median ms | p99 ms |\n|---:|---:|---:|---:|---:|---:|");
        foreach (var stateBytes in (int[])[1_000, 100_000])
        {
            foreach (var fills in (int[])[1, 10, 100])
                Print(fills, stateBytes, await MeasureAsync(new PostgresPortfolioStore(source), fills, State(stateBytes), time, cancellation));
        }
    }

    private static async Task<List<double>> MeasureAsync(
        PostgresPortfolioStore store, int fills, byte[] state, TimeSpan time, CancellationToken cancellation)
    {
        var portfolio = Guid.NewGuid().ToString("N");
        var writer = Guid.NewGuid();
        var milliseconds = new List<double>();
        var watch = Stopwatch.StartNew();
        for (var version = 1L; watch.Elapsed < WarmUp + time; version++)
        {
            var commit = Commit(portfolio, version, writer, fills, state);
            var start = watch.Elapsed;
            await store.CommitAsync(commit, cancellation);
            if (start >= WarmUp)
                milliseconds.Add((watch.Elapsed - start).TotalMilliseconds);
        }

        return milliseconds;
    }

    private static void Print(int fills, int stateBytes, List<double> milliseconds)
    {
        var rate = milliseconds.Count / (milliseconds.Sum() / 1000);
        milliseconds.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {fills} | {stateBytes / 1000} KB | {rate:N0} | {rate * fills:N0} | {milliseconds[milliseconds.Count / 2]:F2} | {milliseconds[milliseconds.Count * 99 / 100]:F2} |"));
    }

    private static PortfolioCommit Commit(string portfolio, long version, Guid writer, int fills, byte[] state)
    {
        var owner = new OrderOwner(portfolio, "lss", Symbol);
        var engine = new PortfolioEngine(new PortfolioOptions
        {
            Strategies = [owner.Strategy],
            Sizing = [new SizingRule(SizingMode.Quantity)],
            Instruments = [new Instrument(Symbol)],
        });
        var first = (version - 1) * fills + 1;
        var records = new FillRecord[fills];
        var decisions = new DecidedRequest[fills];
        for (var i = 0; i < fills; i++)
        {
            var row = SourcePosition.Row(first + i);
            var id = new OrderId(owner, row, 0, OrderRole.Entry);
            var time = new EventTime((first + i) * EventTime.Minute);
            var request = new OrderRequest(id, 0, 0, Signal.Enter(Side.Buy), 304.505m, time);
            decisions[i] = new DecidedRequest(request, engine.Decide(request));
            records[i] = new FillRecord(
                new Fill(id, 0, 0, 0, Side.Buy, 3, 304.19509m, 0.25m, time, row), 912.58527m, 100_912.29973m + i, 100_000.92973m + i);
        }

        return new PortfolioCommit
        {
            Portfolio = portfolio,
            Version = version,
            Writer = writer,
            State = state,
            FirstFill = first,
            Fills = records,
            FirstDecision = first,
            Decisions = decisions,
            Equity = [new EquityPoint(new EventTime(first * EventTime.Minute), 100_912.29973m, 100_000.92973m, 0.92973m, 12.5m)],
        };
    }

    /// <summary>Numbers with their names, which is what a state is; they compress to about a third.</summary>
    private static byte[] State(int bytes)
    {
        var random = new Random(1);
        var text = new StringBuilder();
        while (text.Length < bytes)
            text.Append(CultureInfo.InvariantCulture, $"{{\"quantity\":{random.Next(1000)},\"averagePrice\":{random.Next(10_000_000) / 10_000m}}},");
        return Encoding.UTF8.GetBytes(text.ToString(0, bytes));
    }
}
