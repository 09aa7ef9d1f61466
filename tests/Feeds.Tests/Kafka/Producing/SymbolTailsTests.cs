using System.Text;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka.Producing;

public sealed class SymbolTailsTests
{
    private static readonly DateTime Start = new(2026, 3, 12, 13, 30, 0, DateTimeKind.Utc);

    [Fact]
    public void Positions_NothingRead_AreNone()
    {
        var tails = new SymbolTails(2);
        tails.Close();
        Assert.Equal([PublishedPosition.None, PublishedPosition.None], tails.Positions);
    }

    [Fact]
    public void Add_Bars_KeepsTheLastOfEachSymbol()
    {
        var tails = new SymbolTails(2);
        Read(tails, 0, "0:1 1:1 0:2 1:2 0:3");
        Assert.Equal([At(3), At(2)], tails.Positions);
    }

    [Fact]
    public void Add_EndOfData_CountsWhereNoBarComesAfterIt()
    {
        var tails = new SymbolTails(3);
        Read(tails, 0, "0:1 0:end 1:1 1:end 1:2 2:end");
        Assert.Equal([At(1) with { HasEnded = true }, At(2), PublishedPosition.None with { HasEnded = true }], tails.Positions);
    }

    [Fact]
    public void Add_PieceBeforeTheOneRead_DoesNotChangeWhatWasFound()
    {
        var tails = new SymbolTails(2);
        Read(tails, 0, "0:5");
        Read(tails, 0, "0:4 1:3 0:end");
        Assert.Equal([At(5), At(3)], tails.Positions);
    }

    [Fact]
    public void Add_EndFoundBeforeItsBar_BelongsToIt()
    {
        var tails = new SymbolTails(1);
        Read(tails, 0, "0:end");
        Assert.False(tails.IsFound(0), "there is no bar yet");
        Read(tails, 0, "0:end 0:7");
        Assert.Equal([At(7) with { HasEnded = true }], tails.Positions);
    }

    [Fact]
    public void Add_WhatIsNoBar_IsPassedOver()
    {
        var tails = new SymbolTails(1);
        Read(tails, 0, "0:1");
        var other = new SymbolTails(1);
        other.Add(0, 0, Value(1), isEnd: false);
        other.Add(0, 0, "{\"datetime\":"u8, isEnd: false);
        other.Add(0, 0, [], isEnd: false);
        other.Close();
        Assert.Equal(tails.Positions, other.Positions);
    }

    [Fact]
    public void Close_SymbolOnTwoPartitions_TakesTheLaterBar()
    {
        var tails = new SymbolTails(1);
        tails.Add(0, 0, Value(9), isEnd: false);
        tails.Add(1, 0, Value(4), isEnd: false);
        tails.Add(1, 0, [], isEnd: true);
        tails.Close();
        Assert.Equal([At(9)], tails.Positions);
    }

    private static void Read(SymbolTails tails, int piece, string records)
    {
        foreach (var record in records.Split(' '))
        {
            var parts = record.Split(':');
            var isEnd = parts[1] == "end";
            tails.Add(piece, parts[0][0] - '0', isEnd ? [] : Value(parts[1][0] - '0'), isEnd);
        }

        tails.Close();
    }

    private static byte[] Value(int minute) => Encoding.ASCII.GetBytes(
        $$"""{"datetime":"{{Start.AddMinutes(minute):yyyy-MM-dd HH:mm:ss}}","open":1,"high":1,"low":1,"close":1,"% change":0}""");

    private static PublishedPosition At(int minute) => new(EventTime.FromUtc(Start.AddMinutes(minute)), false);
}
