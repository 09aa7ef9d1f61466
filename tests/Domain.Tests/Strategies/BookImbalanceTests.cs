using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Settings;
using TradeBooks.Domain.Strategies;
using TradeBooks.Domain.Tests.Engine;
using TradeBooks.Tests;

namespace TradeBooks.Domain.Tests.Strategies;

public sealed class BookImbalanceTests
{
    private const string Symbol = "X";
    private const string Base = "exchange=coinbase sizing=quantity quantity=2 lot_size=0.5 ";

    [Theory]
    [InlineData("levels=1 enter=0.5 microprice=0.25", "99 3", "101 1", "Buy")]
    [InlineData("levels=1 enter=0.5 microprice=0.25", "99 2.9999999", "101 1", "")]
    [InlineData("levels=1 enter=0.5 microprice=0.25", "99 1", "101 3", "Sell")]
    [InlineData("levels=1 enter=0.5 microprice=0.25", "99 1.00000001", "101 3", "")]
    [InlineData("levels=1 enter=0.6 microprice=0", "99 0.8", "101 0.2", "Buy")]
    [InlineData("levels=1 enter=0.500001 microprice=0.25", "99 3", "101 1", "")]
    [InlineData("levels=1 enter=0.5 microprice=0.250001", "99 3", "101 1", "")]
    [InlineData("levels=1 enter=0.4 microprice=0.2", "99 0.7", "101 0.3", "Buy")]
    // Over two levels 7 to 1, whatever the third; the best levels alone may be even.
    [InlineData("levels=2 enter=0.75 microprice=0", "99 1,98 6", "101 0.5,102 0.5", "Buy")]
    [InlineData("levels=2 enter=0.75 microprice=0.1", "99 1,98 6", "101 1", "")]
    [InlineData("levels=2 enter=0.5 microprice=0", "99 1,98 1,97 50", "101 1,102 1", "")]
    // A side with fewer levels has what it has.
    [InlineData("levels=1000 enter=1 microprice=0.5", "99 5", "101 5", "")]
    // 2 of 100 are 200 basis points.
    [InlineData("levels=1 enter=0.5 max_spread_bps=200", "99 9", "101 1", "Buy")]
    [InlineData("levels=1 enter=0.5 max_spread_bps=199.99", "99 9", "101 1", "")]
    [InlineData("levels=1 enter=0.5 side=short", "99 9", "101 1", "")]
    [InlineData("levels=1 enter=0.5 side=short", "99 1", "101 9", "Sell")]
    [InlineData("levels=1 enter=0.5 side=long", "99 1", "101 9", "")]
    [InlineData("levels=1 enter=0.5", "99 9", "", "")]
    [InlineData("levels=1 enter=0.5", "", "101 9", "")]
    [InlineData("levels=1 enter=0.5", "", "", "")]
    public void OnDepth_HandMadeBook_SignalsAtTheThreshold(string settings, string bids, string asks, string side)
    {
        settings = settings.Contains("max_spread", StringComparison.Ordinal) ? settings : settings + " max_spread_bps=0";
        var engine = Setup(settings).CreateSymbolEngine(0);
        engine.Update(new BookTape().Snapshot(bids, asks).Events[0]);
        Assert.Equal(side, string.Join(' ', engine.Requests.ToArray().Select(request => request.Signal.Side)));
        Assert.All(engine.Requests.ToArray(), request => Assert.Equal((OrderRole.Entry, OrderType.Market), (request.Signal.Role, request.Signal.Type)));
    }

    [Fact]
    public void OnDepth_Exits_AreWholeTicksFromTheFill()
    {
        var engine = Setup("levels=1 max_spread_bps=0 take_profit_bps=12 stop_loss_bps=0.01 tick_size=0.05").CreateSymbolEngine(0);
        engine.Update(new BookTape().Snapshot("99 9", "101 1").Events[0]);
        Assert.Equal(Bracket.FromFill(0.15m, 0.05m), engine.Requests[0].Signal.Bracket);
    }

    [Fact]
    public void OnDepth_OutOfSync_IsSilentUntilTheNextSnapshot()
    {
        var tape = new BookTape().Snapshot("99 1", "101 1").Lose().Update("99 9", "").Trade(100).Update("98 50", "").Snapshot("99 9", "101 1");
        var engine = Setup("levels=1 max_spread_bps=0").CreateSymbolEngine(0);
        for (var i = 0; i < tape.Events.Count; i++)
        {
            engine.Update(tape.Events[i]);
            Assert.Equal(i == tape.Events.Count - 1, engine.HasRequests);
        }
    }

    [Theory]
    [InlineData("exit=0", "99 2.00000001", "101 2", false)]
    [InlineData("exit=0", "99 2", "101 2", true)]
    [InlineData("exit=-0.5", "99 2", "101 5.9999999", false)]
    [InlineData("exit=-0.5", "99 2", "101 6", true)]
    public void OnDepth_InAPosition_LeavesWhenTheImbalanceHasFallen(string settings, string bids, string asks, bool leaves)
    {
        // An order fills with the next depth event, which the strategy then sees.
        var tape = new BookTape().Snapshot("99 18", "101 2").Snapshot(bids, asks).Snapshot(bids, asks);
        var run = Run($"levels=1 max_spread_bps=0 {settings}", tape);
        Assert.Equal(leaves ? ["Buy", "Sell"] : ["Buy"], Sides(run));
    }

    [Fact]
    public void OnTrade_OldPosition_IsClosedThoughTheBookIsLost()
    {
        var tape = new BookTape().Snapshot("99 2", "101 18").Update("98 1", "").Lose().Wait(4.997).Trade(100);
        var run = Run("levels=1 max_spread_bps=0 hold=5", tape);
        Assert.False(run.Engines[0].Context(0).IsClosing);
        run = Run("levels=1 max_spread_bps=0 hold=5", tape.Trade(100));
        Assert.True(run.Engines[0].Context(0).IsClosing);
        run = Run("levels=1 max_spread_bps=0 hold=5", tape.Trade(100).Snapshot("99 2", "101 2"));
        Assert.Equal(["Sell", "Buy"], Sides(run));
    }

    [Theory]
    [InlineData(0.998, false)]
    [InlineData(0.999, true)]
    public void OnDepth_AfterAPosition_RestsFirst(double seconds, bool enters)
    {
        var tape = new BookTape().Snapshot("99 18", "101 2").Snapshot("99 2", "101 2").Snapshot("99 2", "101 2")
            .Wait(seconds).Snapshot("99 18", "101 2").Snapshot("99 18", "101 2");
        Assert.Equal(enters ? ["Buy", "Sell", "Buy"] : ["Buy", "Sell"], Sides(Run("levels=1 max_spread_bps=0 cooldown=1", tape)));
    }

    [Fact]
    public void ReadFigures_OfABook_AreItsOwn()
    {
        var engine = Setup("levels=2").CreateSymbolEngine(0);
        Assert.Equal(["default/book-imbalance/imbalance", "default/book-imbalance/microprice", "default/book-imbalance/spread"], engine.FigureNames);
        var figures = new double[3];
        engine.ReadFigures(figures);
        Assert.All(figures, figure => Assert.Equal(double.NaN, figure));
        var tape = new BookTape().Snapshot("99 3,98 3", "101 1,102 1").Update("99 0,98 0", "");
        engine.Update(tape.Events[0]);
        engine.ReadFigures(figures);
        Assert.Equal([0.5, engine.Book!.Book.Microprice!.Value, 2], figures);
        engine.Update(tape.Events[1]);
        engine.ReadFigures(figures);
        Assert.All(figures, figure => Assert.Equal(double.NaN, figure));
    }

    [Fact]
    public void Run_RandomBooks_HoldsOneEntryAtMostAndResumesAlike()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var tape = RandomTape(seed, 700);
            const string Settings = "levels=2 enter=0.3 microprice=0 max_spread_bps=0 hold=0.05 cooldown=0.01 take_profit_bps=20 stop_loss_bps=20";
            var whole = Start(Settings, tape);
            var saved = new List<(string State, int Fills)>();
            while (whole.Step())
            {
                var engine = whole.Engines[0];
                var position = Math.Abs(engine.Context(0).Position);
                Assert.True(position <= 2, $"seed {seed}: a position of {position}");
                var working = engine.Working(0);
                Assert.True(working.Entries == 0 || (working.Entries == 1 && position < 2), $"seed {seed}: {working} beside a position of {position}");
                saved.Add((whole.Save(), whole.Ledger.Records.Count));
            }

            Assert.True(whole.Ledger.Records.Count > 15, $"seed {seed}: only {whole.Ledger.Records.Count} fills");
            foreach (var (state, fills) in saved.Where((_, slot) => slot % 37 == 0))
            {
                var rest = Start(Settings, tape, state).ToEnd();
                Assert.Equal(whole.Ledger.Rows.Skip(fills), rest.Ledger.Rows);
                Assert.Equal(whole.Save(), rest.Save());
            }
        }
    }

    [Fact]
    public void OnDepth_AfterWarmUp_AllocatesNothing()
    {
        var tape = new BookTape().Snapshot("99 9,98 1", "101 1,102 4").Update("99 1", "").Update("99 9", "101 3").Update("98 2", "101 1").Trade(100);
        var engine = Setup("levels=3 max_spread_bps=0").CreateSymbolEngine(0);
        MarketEvent[] events = [.. tape.Events];
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                engine.Update(events[i == 0 ? 0 : 1 + i % (events.Length - 1)]);
                engine.ClearRequests();
            }
        }));
    }

    [Theory]
    [InlineData("enter=0", "enter")]
    [InlineData("enter=1.01", "enter")]
    [InlineData("exit=0.6", "exit")]
    [InlineData("microprice=0.51", "microprice")]
    [InlineData("levels=0", "levels")]
    [InlineData("hold=0", "hold")]
    [InlineData("cooldown=-1", "cooldown")]
    [InlineData("side=up", "side")]
    [InlineData("stop_loss_bps=10000", "stop_loss_bps")]
    public void Read_WrongSetting_IsNamed(string setting, string name) =>
        Assert.Contains($"setting {name}: ", Assert.Throws<SettingException>(() => Setup(setting)).Message, StringComparison.Ordinal);

    private static TradingSetup Setup(string settings) =>
        TradingRun.ReadSetup(StrategyChoice.Parse(["book-imbalance"]), [Symbol], Base + settings);

    private static TradingRun Run(string settings, BookTape tape) => Start(settings, tape).ToEnd();

    private static TradingRun Start(string settings, BookTape tape, string? state = null) => TradingRun.Of(
        "book-imbalance", new Dictionary<string, IReadOnlyList<MarketEvent>> { [Symbol] = tape.Events }, Base + settings, state);

    private static IEnumerable<string> Sides(TradingRun run) => run.Ledger.Records.Select(record => record.Fill.Side.ToString());

    // A book around 100 that leans to and fro, is lost now and then, loses a side now and then, and trades at its best prices.
    private static BookTape RandomTape(int seed, int events)
    {
        var random = new Random(seed);
        var tape = new BookTape().Snapshot("99 5,98 5", "101 5,102 5");
        for (var i = 0; i < events; i++)
        {
            switch (random.Next(40))
            {
                case 0:
                    tape.Lose();
                    break;
                case 1 or 2:
                    tape.Snapshot("99 5,98 5", "101 5,102 5");
                    break;
                case 3:
                    tape.Snapshot("99 5", "");
                    break;
                case < 14:
                    tape.Trade(random.Next(2) == 0 ? 99 : 101);
                    break;
                case < 27:
                    tape.Update($"99 {random.Next(1, 12)}", "");
                    break;
                default:
                    tape.Update("", $"101 {random.Next(1, 12)}");
                    break;
            }

            tape.Wait(random.Next(20) / 1000.0);
        }

        return tape;
    }
}
