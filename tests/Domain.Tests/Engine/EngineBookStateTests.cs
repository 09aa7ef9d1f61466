using System.Text.Json.Nodes;
using TradeBooks.Domain.Books;
using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;
using TradeBooks.Domain.Tests.Indicators;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>An engine's state has the book in it where the symbol has one.</summary>
public sealed class EngineBookStateTests
{
    private static readonly MarketEvent[] Events =
    [
        new(new DepthEvent(EventKind.DepthSnapshot, Tape.At(0), Tape.At(0), 0, 7, 0, [new("99.0", "1.50")], [new("101", "2")], null), SourcePosition.Row(2)),
        new(new DepthEvent(EventKind.DepthUpdate, Tape.At(1), Tape.At(1), 8, 8, 7, [new("99.5", "3")], [], null), SourcePosition.Row(3)),
    ];

    [Fact]
    public void Persist_WithABook_RestoresIt()
    {
        var engine = NewEngine("exchange=binance-spot");
        foreach (var e in Events)
            engine.Update(e);
        var saved = StateCopy.Save(engine);
        var restored = NewEngine("exchange=binance-spot");
        StateCopy.Load(restored, saved);
        Assert.Equal(saved, StateCopy.Save(restored));
        Assert.Equal((true, 8L, engine.Mark), (restored.Book!.IsInSync, restored.Book.LastUpdateId, restored.Mark));
        Assert.Equal([new("99.5", "3"), new("99.0", "1.50")], restored.Book.Book.Levels(BookSide.Bid));
    }

    [Fact]
    public void Persist_WithoutABook_KeepsItsForm()
    {
        var state = (JsonObject)JsonNode.Parse(StateCopy.Save(NewEngine("")))!;
        Assert.Equal(
            ["time", "partition", "offset", "markMantissa", "markScale", "lastGroup", "openOrders", "strategies"],
            state.Select(member => member.Key));
    }

    [Fact]
    public void Restore_BookOfAnotherExchangeOrNone_IsRefused()
    {
        var error = Assert.Throws<StateException>(
            () => StateCopy.Load(NewEngine("exchange=kraken"), StateCopy.Save(NewEngine("exchange=coinbase"))));
        Assert.Equal("saved state: 'bookRules' of X is 'Coinbase', in this run 'Kraken'", error.Message);
        error = Assert.Throws<StateException>(() => StateCopy.Load(NewEngine("exchange=kraken"), StateCopy.Save(NewEngine(""))));
        Assert.Equal("saved state: 'bookRules' is missing", error.Message);
    }

    private static SymbolEngine NewEngine(string settings) => TradingRun.ReadSetup(
        [TradingRun.Own("s", _ => new ScriptedStrategy())], [Tape.Symbol], settings).CreateSymbolEngine(0);
}
