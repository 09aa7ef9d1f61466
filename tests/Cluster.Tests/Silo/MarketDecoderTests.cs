using System.Text;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains;
using TradeBooks.Grains.Interfaces;
using TradeBooks.Silo.Feeding;

namespace TradeBooks.Cluster.Tests.Silo;

/// <summary>Records as grains see them.</summary>
public sealed class MarketDecoderTests
{
    private static readonly EventTime Noon = EventTime.FromUtc(new DateTime(2025, 3, 7, 12, 0, 0, DateTimeKind.Utc));

    [Fact]
    public void Decode_Bars_HaveTheirPositionAndValues()
    {
        var (outcome, e, reason) = Decode(New(), Text("12:00:00", "261.42"), EventTime.MinValue);
        Assert.Equal(RecordOutcome.Event, outcome);
        Assert.Null(reason);
        Assert.Equal(new SourcePosition(3, 70), e.Position);
        Assert.Equal(Noon, e.Time);
        Assert.Equal(261.42m, e.Bar.Close.ToDecimal());
    }

    [Fact]
    public void Decode_BarsThatWereThere_AreDuplicatesOrRevisions()
    {
        var decoder = New();
        Assert.Equal(RecordOutcome.Event, Decode(decoder, Text("12:00:00", "261.42"), EventTime.MinValue).Outcome);
        Assert.Equal(RecordOutcome.Event, Decode(decoder, Text("12:01:00", "262.00"), Noon).Outcome);
        var last = new EventTime(Noon.Microseconds + EventTime.Minute);
        Assert.Equal(RecordOutcome.Duplicate, Decode(decoder, Text("12:01:00", "262.000"), last).Outcome);
        Assert.Equal(RecordOutcome.Duplicate, Decode(decoder, Text("12:00:00", "261.42"), last).Outcome);
        Assert.Equal(RecordOutcome.Revision, Decode(decoder, Text("12:00:00", "261.43"), last).Outcome);
        // After a restart nothing is remembered, and what is not after the last one can't be told.
        Assert.Equal(RecordOutcome.Duplicate, Decode(New(), Text("12:00:00", "999"), last).Outcome);
    }

    [Theory]
    [InlineData("", "the value is empty, and no end of data")]
    [InlineData("{}", "datetime")]
    [InlineData("poison", "")]
    public void Decode_BadRecords_SayWhy(string value, string says)
    {
        var (outcome, _, reason) = Decode(New(), value, EventTime.MinValue);
        Assert.Equal(RecordOutcome.Bad, outcome);
        Assert.Contains(says, reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', reason!);
    }

    [Fact]
    public void Decode_EndOfData_IsKnownInBothForms()
    {
        Assert.Equal(RecordOutcome.EndOfData, Decode(New(), """{"control":"end-of-data"}""", Noon).Outcome);
        var header = new RecordBatch("topic_aapl", 3, [70], [0], [], [0]);
        Assert.Equal(RecordOutcome.EndOfData, New().Decode(header, 0, Noon, out _, out var reason));
        Assert.Null(reason);
    }

    [Fact]
    public void Take_BarsAndTheirEnd_AreTheRecordsOfATopic()
    {
        var builder = new RecordBatchBuilder("AAPL.csv");
        for (var i = 0; i < 5; i++)
            builder.Add(Bar.Create(new EventTime(Noon.Microseconds + i * EventTime.Minute), 1 + i, 2 + i, 1, 1.5m + i, volume: 7), i + 2);
        builder.AddEnd();
        Assert.Equal(6, builder.Count);
        var batch = builder.Take();
        Assert.Equal(0, builder.Count);
        Assert.Equal([2, 3, 4, 5, 6, 7], batch.Offsets);
        var decoder = New();
        var last = EventTime.MinValue;
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(RecordOutcome.Event, decoder.Decode(batch, i, last, out var e, out _));
            Assert.Equal((1.5m + i, 7m), (e.Bar.Close.ToDecimal(), e.Bar.Volume.ToDecimal()));
            last = e.Time;
        }

        Assert.Equal(RecordOutcome.EndOfData, decoder.Decode(batch, 5, last, out _, out _));
    }

    [Fact]
    public void Decode_DepthAndTrades_HaveTheirOwnTimesAndPositionsOfTheirOwn()
    {
        var decoder = Market();
        var (outcome, e, _) = Decode(decoder, Depth("binance", "btcusdt"), Noon, "binance-orderbook");
        Assert.Equal((RecordOutcome.Event, EventKind.DepthUpdate, new EventTime(5), new SourcePosition(3, 70)), (outcome, e.Kind, e.Time, e.Position));
        Assert.Equal(9, e.Depth.LastUpdateId);
        (outcome, e, _) = Decode(decoder, Trade("binance", "btcusdt"), Noon, "binance-trades");
        Assert.Equal((RecordOutcome.Event, EventKind.Trade, new EventTime(6), new SourcePosition(1_000_003, 70)), (outcome, e.Kind, e.Time, e.Position));
        Assert.Equal((42, 90000.10m), (e.Trade.TradeId, e.Trade.Price.ToDecimal()));
        (outcome, e, _) = Decode(decoder, Text("12:00:00", "261.42"), EventTime.MinValue, "topic_btcusdt");
        Assert.Equal((RecordOutcome.Event, EventKind.Bar, new SourcePosition(2_000_003, 70)), (outcome, e.Kind, e.Position));
    }

    [Theory]
    [InlineData("kraken", "btcusdt", "the exchange is not binance")]
    [InlineData("binance", "ethusdt", "the symbol is not the key's")]
    [InlineData("binance", "", "symbol")]
    public void Decode_DepthThatIsNotTheSymbols_IsALossForTheBookAndATradeIsNot(string exchange, string symbol, string says)
    {
        var (outcome, e, reason) = Decode(Market(), Depth(exchange, symbol), Noon, "binance-orderbook");
        Assert.Equal((RecordOutcome.BadDepth, EventKind.DepthLost, new SourcePosition(3, 70)), (outcome, e.Kind, e.Position));
        Assert.Contains(says, reason, StringComparison.Ordinal);
        (outcome, _, reason) = Decode(Market(), Trade(exchange, symbol), Noon, "binance-trades");
        Assert.Equal(RecordOutcome.Bad, outcome);
        Assert.Contains(says, reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("binance-orderbook", RecordOutcome.BadDepth)]
    [InlineData("binance-trades", RecordOutcome.Bad)]
    public void Decode_PoisonAndEndOfData_AreToldApartInEveryTopic(string topic, RecordOutcome bad)
    {
        foreach (var value in (string[])["", "poison", "{}"])
            Assert.Equal(bad, Decode(Market(), value, Noon, topic).Outcome);
        Assert.Equal(RecordOutcome.EndOfData, Decode(Market(), """{"control":"end-of-data"}""", Noon, topic).Outcome);
        Assert.Equal(RecordOutcome.EndOfData, Market().Decode(new RecordBatch(topic, 3, [70], [0], [], [0]), 0, Noon, out _, out _));
    }

    private static IRecordDecoder Market() => new MarketDecoderFactory(new BarMessageReader(), Markets.Topics(("btcusdt", 3))).Create("btcusdt");

    private static string Depth(string exchange, string symbol) =>
        $$"""{"exchange":"{{exchange}}","symbol":"{{symbol}}","type":"update","eventTime":5,"receivedTime":7,"firstUpdateId":8,"lastUpdateId":9,"previousUpdateId":0,"bids":[["90000.10","1"]],"asks":[]}""";

    private static string Trade(string exchange, string symbol) =>
        $$"""{"exchange":"{{exchange}}","symbol":"{{symbol}}","tradeId":42,"eventTime":6,"receivedTime":7,"price":"90000.10","quantity":"1","side":"buy"}""";

    private static IRecordDecoder New() => new MarketDecoderFactory(new BarMessageReader()).Create("AAPL");

    private static string Text(string time, string close) =>
        $$"""{"datetime":"2025-03-07 {{time}}","open":261.42,"high":999,"low":1,"close":{{close}},"% change":0.4437}""";

    private static (RecordOutcome Outcome, MarketEvent Event, string? Reason) Decode(IRecordDecoder decoder, string value, EventTime last, string topic = "topic_aapl")
    {
        // Behind another record, so that the place counts.
        var data = Encoding.UTF8.GetBytes("xx" + value);
        var batch = new RecordBatch(topic, 3, [69, 70], [2, data.Length], data);
        var outcome = decoder.Decode(batch, 1, last, out var e, out var reason);
        return (outcome, e, reason);
    }
}
