using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Storage.Portfolios;

namespace TradeBooks.Storage.Tests.Portfolios;

/// <summary>What every store must do.</summary>
public abstract class PortfolioStoreTests
{
    private const string Portfolio = "default";
    private static readonly Guid Writer = Guid.NewGuid();
    private static readonly DeskPageRequest All = new(0, int.MaxValue);

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An empty store.</summary>
    protected abstract Task<IPortfolioStore> CreateAsync();

    [Fact]
    public async Task LoadAsync_NothingCommitted_IsNull() =>
        Assert.Null(await (await CreateAsync()).LoadAsync(Portfolio, Cancellation));

    [Fact]
    public async Task LoadAsync_AfterCommits_IsTheLastState()
    {
        var store = await CreateAsync();
        var large = new byte[300_000];
        Random.Shared.NextBytes(large);
        await store.CommitAsync(Rows.Commit(1, Writer), Cancellation);
        await store.CommitAsync(Rows.Commit(2, Writer) with { State = large }, Cancellation);

        var saved = await store.LoadAsync(Portfolio, Cancellation);

        Assert.Equal(2, saved!.Version);
        Assert.Equal(large, saved.State.ToArray());
        await store.CommitAsync(Rows.Commit(3, Writer) with { State = ReadOnlyMemory<byte>.Empty }, Cancellation);
        Assert.Equal(0, (await store.LoadAsync(Portfolio, Cancellation))!.State.Length);
    }

    [Fact]
    public async Task CommitAsync_BufferReusedAfterwards_KeptWhatWasGiven()
    {
        var store = await CreateAsync();
        var buffer = new byte[] { 9, 1, 2, 3, 9 };
        await store.CommitAsync(Rows.Commit(1, Writer) with { State = buffer.AsMemory(1, 3) }, Cancellation);
        buffer.AsSpan().Clear();

        Assert.Equal([1, 2, 3], (await store.LoadAsync(Portfolio, Cancellation))!.State.ToArray());
    }

    [Fact]
    public async Task CommitAsync_RandomRows_ComeBackAsTheyWere()
    {
        var store = await CreateAsync();
        var commit = Rows.Commit(1, Writer, fills: 300, decisions: 300);
        await store.CommitAsync(commit, Cancellation);

        var trades = (await store.TradesAsync(Portfolio, All, Cancellation)).Items;
        var orders = (await store.OrdersAsync(Portfolio, All, Cancellation)).Items;

        Assert.Equal(commit.Fills.Select((fill, i) => LedgerRows.Trade(i + 1, fill)), trades);
        Assert.Equal(commit.Decisions.Select((decided, i) => LedgerRows.Order(i + 1, decided)), orders);
        Assert.Contains(orders, order => order.Refusal == Refusal.Halted);
        Assert.Contains(orders, order => order is { Refusal: Refusal.None, Quantity: > 0 });
    }

    [Theory]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("-79228162514264337593543950335")]
    [InlineData("7.9228162514264337593543950335")]
    [InlineData("1234567890123456.789012345678")]
    [InlineData("10000000000000000000000000000")]
    [InlineData("100.00")]
    [InlineData("0")]
    public async Task CommitAsync_AnyAmount_ComesBackExactly(string text)
    {
        var amount = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var store = await CreateAsync();
        var fill = Rows.Fill(1);
        await store.CommitAsync(
            Rows.Commit(1, Writer, equity: [new EquityPoint(new EventTime(5), amount, amount, amount, amount)]) with
            {
                Fills = [new FillRecord(fill.Fill with { Quantity = amount, Price = amount, Fee = amount }, amount, amount, amount)],
            },
            Cancellation);

        var trade = Assert.Single((await store.TradesAsync(Portfolio, All, Cancellation)).Items);
        var point = Assert.Single(await store.EquityAsync(Portfolio, EventTime.MinValue, EventTime.MaxValue, 10, Cancellation));

        Assert.All([trade.Quantity, trade.Price, trade.Fee, trade.Notional, trade.Cash, trade.Equity], value => Assert.Equal(amount, value));
        Assert.All([point.Cash, point.Equity, point.RealizedPnl, point.UnrealizedPnl], value => Assert.Equal(amount, value));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(1_773_323_580_123_457)]
    [InlineData(long.MaxValue)]
    public async Task CommitAsync_AnyTime_ComesBackToTheMicrosecond(long microseconds)
    {
        var store = await CreateAsync();
        var fill = Rows.Fill(1);
        await store.CommitAsync(
            Rows.Commit(1, Writer, equity: [Rows.Point(microseconds)]) with
            {
                Fills = [fill with { Fill = fill.Fill with { Time = new EventTime(microseconds) } }],
            },
            Cancellation);

        Assert.Equal(microseconds, Assert.Single((await store.TradesAsync(Portfolio, All, Cancellation)).Items).Time.Microseconds);
        var points = await store.EquityAsync(Portfolio, new EventTime(microseconds), new EventTime(microseconds), 1, Cancellation);
        Assert.Equal(microseconds, Assert.Single(points).Time.Microseconds);
    }

    [Fact]
    public async Task CommitAsync_Repeated_CountsOnce()
    {
        var store = await CreateAsync();
        await store.CommitAsync(Rows.Commit(1, Writer, fills: 2, decisions: 2), Cancellation);
        var second = Rows.Commit(2, Writer, firstFill: 3, fills: 1, firstDecision: 3, decisions: 1, equity: Rows.Point(1));

        await store.CommitAsync(second, Cancellation);
        await store.CommitAsync(second, Cancellation);

        Assert.Equal([1, 2, 3], (await store.TradesAsync(Portfolio, All, Cancellation)).Items.Select(trade => trade.Number));
        Assert.Equal([1, 2, 3], (await store.OrdersAsync(Portfolio, All, Cancellation)).Items.Select(order => order.Number));
        Assert.Equal(2, (await store.LoadAsync(Portfolio, Cancellation))!.Version);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task CommitAsync_AnotherWriterWasQuicker_IsFencedAndLeavesNothing(int version)
    {
        var store = await CreateAsync();
        await store.CommitAsync(Rows.Commit(1, Writer, fills: 1), Cancellation);
        await store.CommitAsync(Rows.Commit(2, Writer, firstFill: 2, fills: 1, decisions: 1, equity: Rows.Point(1, 5)), Cancellation);
        var late = Rows.Commit(version, Guid.NewGuid(), firstFill: 10, fills: 5, firstDecision: 10, decisions: 5, equity: Rows.Point(1, 6));

        var error = await Assert.ThrowsAsync<PortfolioFencedException>(() => store.CommitAsync(late, Cancellation));

        Assert.Contains("default", error.Message, StringComparison.Ordinal);
        Assert.Contains("version 2", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await store.TradesAsync(Portfolio, All, Cancellation)).Items.Count);
        Assert.Single((await store.OrdersAsync(Portfolio, All, Cancellation)).Items);
        Assert.Equal(5, Assert.Single(await store.EquityAsync(Portfolio, EventTime.MinValue, EventTime.MaxValue, 9, Cancellation)).Cash);
        Assert.Equal(Rows.Commit(2, Writer).State.ToArray(), (await store.LoadAsync(Portfolio, Cancellation))!.State.ToArray());
    }

    [Fact]
    public async Task CommitAsync_SecondVersionOfNothing_IsFenced()
    {
        var store = await CreateAsync();
        await Assert.ThrowsAsync<PortfolioFencedException>(() => store.CommitAsync(Rows.Commit(2, Writer, fills: 1), Cancellation));
        Assert.Null(await store.LoadAsync(Portfolio, Cancellation));
        Assert.Empty((await store.TradesAsync(Portfolio, All, Cancellation)).Items);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task CommitAsync_ManyWritersAtOnce_OneWins(int version)
    {
        var store = await CreateAsync();
        if (version > 1)
            await store.CommitAsync(Rows.Commit(1, Writer, firstFill: 100, fills: 1), Cancellation);
        var writers = Enumerable.Range(0, 12).Select(_ => Guid.NewGuid()).ToList();

        var won = await Task.WhenAll(writers.Select((writer, i) => Task.Run(async () =>
        {
            try
            {
                await store.CommitAsync(Rows.Commit(version, writer, firstFill: 200 + i * 10, fills: 10), Cancellation);
                return i;
            }
            catch (PortfolioFencedException)
            {
                return -1;
            }
        }, Cancellation)));

        var winner = Assert.Single(won, i => i >= 0);
        var trades = (await store.TradesAsync(Portfolio, new DeskPageRequest(199, 1000), Cancellation)).Items;
        Assert.Equal(Enumerable.Range(200 + winner * 10, 10), trades.Select(trade => (int)trade.Number));
        Assert.Equal(Rows.Commit(version, writers[winner]).State.ToArray(), (await store.LoadAsync(Portfolio, Cancellation))!.State.ToArray());
    }

    [Fact]
    public async Task CommitAsync_RowThatIsThere_NamesItAndWritesNothing()
    {
        var store = await CreateAsync();
        await store.CommitAsync(Rows.Commit(1, Writer, fills: 5, decisions: 5), Cancellation);
        var next = Rows.Commit(2, Writer, firstFill: 6, firstDecision: 6);

        await ThrowsAsync(next with { Fills = [Rows.Fill(6), Rows.Fill(3)] }, $"fill 0 of order {Rows.Id(3)}");
        await ThrowsAsync(next with { Fills = [Rows.Fill(6), Rows.Fill(7), Rows.Fill(6)] }, $"fill 0 of order {Rows.Id(6)}");
        await ThrowsAsync(next with { FirstFill = 5, Fills = [Rows.Fill(6)] }, $"row 5 of the trade log is taken: a fill of order {Rows.Id(6)}");
        await ThrowsAsync(next with { Decisions = [Rows.Decided(6), Rows.Decided(2)] }, $"order {Rows.Id(2)}");
        await ThrowsAsync(next with { Decisions = [Rows.Decided(6), Rows.Decided(6)] }, $"order {Rows.Id(6)}");
        await ThrowsAsync(next with { FirstDecision = 4, Decisions = [Rows.Decided(8), Rows.Decided(7)] }, $"number 4 of the decisions is taken: order {Rows.Id(8)}");

        Assert.Equal(1, (await store.LoadAsync(Portfolio, Cancellation))!.Version);
        Assert.Equal(5, (await store.TradesAsync(Portfolio, All, Cancellation)).Items.Count);
        Assert.Equal(5, (await store.OrdersAsync(Portfolio, All, Cancellation)).Items.Count);
        await store.CommitAsync(next with { Fills = [Rows.Fill(6)], Decisions = [Rows.Decided(6)] }, Cancellation);

        async Task ThrowsAsync(PortfolioCommit commit, string what)
        {
            var error = await Assert.ThrowsAsync<LedgerConflictException>(() => store.CommitAsync(commit, Cancellation));
            Assert.Contains(what, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task CommitAsync_SecondFillOfAnOrder_IsAnotherRow()
    {
        var store = await CreateAsync();
        var first = Rows.Fill(1);
        var second = first with { Fill = first.Fill with { Number = 1, Quantity = 7 } };
        await store.CommitAsync(Rows.Commit(1, Writer) with { Fills = [first, second] }, Cancellation);

        var fills = await store.FillsAsync(Portfolio, [Rows.Id(1).ToString()], Cancellation);

        Assert.Equal(2, fills.Count);
        Assert.Equal(new SizedFill(first.Fill.Quantity, first.Fill.Fee), fills[(Rows.Id(1).ToString(), 0)]);
        Assert.Equal(new SizedFill(7, first.Fill.Fee), fills[(Rows.Id(1).ToString(), 1)]);
    }

    [Fact]
    public async Task CommitAsync_NotACommit_IsRefused()
    {
        var store = await CreateAsync();
        var commit = Rows.Commit(1, Writer);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.CommitAsync(commit with { Version = 0 }, Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.CommitAsync(commit with { FirstFill = 0 }, Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.CommitAsync(commit with { FirstDecision = 0 }, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(
            () => store.CommitAsync(commit with { Equity = [Rows.Point(2), Rows.Point(1)] }, Cancellation));
    }

    [Fact]
    public async Task CommitAsync_Cancelled_WritesNothing()
    {
        var store = await CreateAsync();
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.CommitAsync(Rows.Commit(1, Writer), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.LoadAsync(Portfolio, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.TradesAsync(Portfolio, All, cancelled));
        Assert.Null(await store.LoadAsync(Portfolio, Cancellation));
    }

    [Fact]
    public async Task CommitAsync_TwoPortfolios_AreApart()
    {
        var store = await CreateAsync();
        await store.CommitAsync(Rows.Commit(1, Writer, "one", fills: 3, decisions: 1, equity: Rows.Point(1)), Cancellation);
        await store.CommitAsync(Rows.Commit(1, Writer, "one'; --", fills: 1, decisions: 2, equity: [Rows.Point(1), Rows.Point(2)]), Cancellation);

        Assert.Equal(3, (await store.TradesAsync("one", All, Cancellation)).Items.Count);
        Assert.Single((await store.TradesAsync("one'; --", All, Cancellation)).Items);
        Assert.Equal(2, (await store.OrdersAsync("one'; --", All, Cancellation)).Items.Count);
        Assert.Single(await store.EquityAsync("one", EventTime.MinValue, EventTime.MaxValue, 9, Cancellation));
        Assert.Empty(await store.DecisionsAsync("one", [Rows.Id(1, "one'; --").ToString()], Cancellation));
    }

    [Fact]
    public async Task DecisionsAsync_SomeKnown_LeavesOutTheOthers()
    {
        var store = await CreateAsync();
        var commit = Rows.Commit(1, Writer, fills: 4, decisions: 4);
        await store.CommitAsync(commit, Cancellation);
        string[] ids = [Rows.Id(2).ToString(), Rows.Id(3).ToString(), Rows.Id(9).ToString(), Rows.Id(2).ToString()];

        var decisions = await store.DecisionsAsync(Portfolio, ids, Cancellation);
        var fills = await store.FillsAsync(Portfolio, ids, Cancellation);

        Assert.Equal(ids[..2].Order(), decisions.Keys.Order());
        Assert.Equal(new DecisionOutcome(commit.Decisions[1].Decision.Order.Quantity, Refusal.None), decisions[ids[0]]);
        Assert.Equal(new DecisionOutcome(0, Refusal.Halted), decisions[ids[1]]);
        Assert.Equal(ids[..2].Order(), fills.Keys.Select(key => key.OrderId).Order());
        Assert.Equal(new SizedFill(commit.Fills[2].Fill.Quantity, commit.Fills[2].Fill.Fee), fills[(ids[1], 0)]);
        Assert.Empty(await store.DecisionsAsync(Portfolio, [], Cancellation));
        Assert.Empty(await store.FillsAsync(Portfolio, [], Cancellation));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(int.MaxValue)]
    public async Task TradesAsync_PageByPage_GivesEveryRowOnce(int limit)
    {
        var store = await CreateAsync();
        var commit = Rows.Commit(1, Writer, fills: 50, decisions: 50);
        await store.CommitAsync(commit, Cancellation);

        foreach (var symbol in Rows.Symbols.Append(null).Append("none"))
        {
            var trades = await ReadAsync(page => store.TradesAsync(Portfolio, page, Cancellation), symbol, limit);
            var orders = await ReadAsync(page => store.OrdersAsync(Portfolio, page, Cancellation), symbol, limit);
            var expected = Enumerable.Range(1, 50).Where(number => symbol is null || Rows.Id(number).Symbol == symbol).Select(number => (long)number).ToList();
            Assert.Equal(expected, trades.Select(trade => trade.Number));
            Assert.Equal(expected, orders.Select(order => order.Number));
        }
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(int.MaxValue, true)]
    public async Task OrdersAsync_Filtered_GivesThoseRowsOnceInTheOrderAskedFor(int limit, bool isDescending)
    {
        var store = await CreateAsync();
        var commit = Rows.Commit(1, Writer, fills: 60, decisions: 60);
        await store.CommitAsync(commit, Cancellation);

        var checks = 0;
        foreach (var symbol in (string?[])[null, Rows.Symbols[1]])
        {
            foreach (var strategy in (string?[])[null, "s0", "s2", "none"])
            {
                foreach (var side in (Side?[])[null, Side.Buy, Side.Sell])
                {
                    foreach (var refused in (bool?[])[null, true, false])
                    {
                        var wanted = new DeskPageRequest(0, limit, symbol, strategy, side, refused, isDescending);
                        var orders = await ReadAsync(page => store.OrdersAsync(Portfolio, page, Cancellation), wanted);
                        Assert.Equal(
                            Numbers(
                                commit.Decisions.Select(decided => (decided.Request.Id, decided.Request.Signal.Side)), wanted,
                                number => refused is null || refused == (commit.Decisions[number - 1].Decision.Refusal != Refusal.None)),
                            orders.Select(order => order.Number));
                        var trades = await ReadAsync(page => store.TradesAsync(Portfolio, page, Cancellation), wanted);
                        Assert.Equal(
                            Numbers(commit.Fills.Select(fill => (fill.Fill.OrderId, fill.Fill.Side)), wanted, _ => true),
                            trades.Select(trade => trade.Number));
                        checks += orders.Count;
                    }
                }
            }
        }

        Assert.True(checks > 400, $"only {checks} rows were compared");
    }

    [Fact]
    public async Task TradesAsync_NoRows_IsRefused()
    {
        var store = await CreateAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.TradesAsync(Portfolio, new DeskPageRequest(0, 0), Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.OrdersAsync(Portfolio, new DeskPageRequest(0, -1), Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.EquityAsync(Portfolio, default, default, 0, Cancellation));
    }

    [Fact]
    public async Task CommitAsync_EquityOfATimeThatIsThere_ReplacesIt()
    {
        var store = await CreateAsync();
        await store.CommitAsync(Rows.Commit(1, Writer, equity: [Rows.Point(1, 10), Rows.Point(2, 20)]), Cancellation);
        await store.CommitAsync(Rows.Commit(2, Writer, equity: [Rows.Point(2, 21), Rows.Point(2, 22), Rows.Point(3, 30)]), Cancellation);

        Assert.Equal(
            [Rows.Point(1, 10), Rows.Point(2, 22), Rows.Point(3, 30)],
            await store.EquityAsync(Portfolio, EventTime.MinValue, EventTime.MaxValue, 3, Cancellation));
        Assert.Equal([Rows.Point(2, 22)], await store.EquityAsync(Portfolio, new EventTime(2), new EventTime(2), 3, Cancellation));
        Assert.Empty(await store.EquityAsync(Portfolio, new EventTime(4), new EventTime(9), 3, Cancellation));
    }

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(1000, 3)]
    [InlineData(1000, 999)]
    [InlineData(1000, 1000)]
    [InlineData(1000, int.MaxValue)]
    [InlineData(7, 5)]
    public async Task EquityAsync_MorePointsThanWanted_ThinsEvenlyAndKeepsTheLast(int points, int most)
    {
        var store = await CreateAsync();
        var all = Enumerable.Range(1, points).Select(i => Rows.Point(i * 10L, i)).ToList();
        await store.CommitAsync(Rows.Commit(1, Writer, equity: all), Cancellation);

        var found = await store.EquityAsync(Portfolio, new EventTime(10), new EventTime(points * 10L), most, Cancellation);

        Assert.Equal(Math.Min(points, most), found.Count);
        Assert.Equal(all[^1], found[^1]);
        Assert.Equal(found.OrderBy(point => point.Time), found);
        var gaps = found.Zip(found.Skip(1), (one, next) => next.Time.Microseconds - one.Time.Microseconds).ToList();
        Assert.True(gaps.Count == 0 || gaps.Max() - gaps.Min() <= 10, $"gaps of {gaps.DefaultIfEmpty().Min()} to {gaps.DefaultIfEmpty().Max()}");
    }

    private static List<long> Numbers(IEnumerable<(OrderId Id, Side Side)> rows, DeskPageRequest wanted, Func<int, bool> isWanted)
    {
        var numbers = rows.Select((row, index) => (row.Id, row.Side, Number: index + 1))
            .Where(row => (wanted.Symbol ?? row.Id.Symbol) == row.Id.Symbol && (wanted.Strategy ?? row.Id.Strategy) == row.Id.Strategy
                && (wanted.Side ?? row.Side) == row.Side && isWanted(row.Number))
            .Select(row => (long)row.Number).ToList();
        if (wanted.IsDescending)
            numbers.Reverse();
        return numbers;
    }

    private static Task<List<T>> ReadAsync<T>(Func<DeskPageRequest, Task<DeskPage<T>>> ask, string? symbol, int limit) =>
        ReadAsync(ask, new DeskPageRequest(0, limit, symbol));

    private static async Task<List<T>> ReadAsync<T>(Func<DeskPageRequest, Task<DeskPage<T>>> ask, DeskPageRequest wanted)
    {
        var rows = new List<T>();
        long? after = wanted.After;
        while (after is { } last)
        {
            var page = await ask(wanted with { After = last });
            Assert.True(page.Items.Count == wanted.Limit || page.Next is null, "a page before the end is full");
            rows.AddRange(page.Items);
            after = page.Next;
        }

        return rows;
    }
}
