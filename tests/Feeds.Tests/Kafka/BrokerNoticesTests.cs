using Confluent.Kafka;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Tests;

namespace TradeBooks.Feeds.Tests.Kafka;

public sealed class BrokerNoticesTests
{
    private readonly List<string> _said = [];
    private readonly ManualClock _clock = new();

    [Fact]
    public void Say_SameText_OnceInTenSeconds()
    {
        var notices = new BrokerNotices(_said.Add, _clock);
        for (var second = 0; second < 25; second++)
        {
            notices.Say("down");
            if (second == 3)
                notices.Say("other");
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["down", "other", "down", "down"], _said);
    }

    [Fact]
    public void OnError_Fatal_StaysTheFirst()
    {
        var notices = new BrokerNotices(_said.Add, _clock);
        notices.OnError(new Error(ErrorCode.Local_AllBrokersDown, "1/1 brokers are down"));
        Assert.Null(notices.Fatal);
        notices.OnError(new Error(ErrorCode.Local_AllBrokersDown, "1/1 brokers are down"));
        notices.OnError(new Error(ErrorCode.OutOfOrderSequenceNumber, "out of order", isFatal: true));
        notices.OnError(new Error(ErrorCode.Local_Fenced, "fenced", isFatal: true));
        notices.OnError(new Error(ErrorCode.Local_Transport, "cut"));
        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, notices.Fatal?.Code);
        Assert.Equal(5, notices.Errors);
        // That all brokers are down says less than why each of them is.
        Assert.Equal(["kafka: out of order", "kafka: fenced", "kafka: cut"], _said);
        Assert.Equal("cut", notices.LastError);
    }

    [Fact]
    public void OnError_SameButForItsCounts_IsSaidOnce()
    {
        var notices = new BrokerNotices(_said.Add, _clock);
        notices.OnError(new Error(ErrorCode.Local_Transport, "b:1: Connect failed (after 0ms in state CONNECT)"));
        notices.OnError(new Error(ErrorCode.Local_Transport, "b:1: Connect failed (after 9ms in state CONNECT, 3 identical error(s) suppressed)"));
        Assert.Equal(["kafka: b:1: Connect failed"], _said);
    }

    [Fact]
    public void Say_ManyTexts_ForgetsSomeAndSaysThemAll()
    {
        var notices = new BrokerNotices(_said.Add, _clock);
        for (var i = 0; i < 5000; i++)
            notices.Say($"offset {i}");
        Assert.Equal(5000, _said.Distinct().Count());
    }

    [Fact]
    public void OnLog_DevelopersMatters_AreNotSaid()
    {
        var notices = new BrokerNotices(_said.Add, _clock);
        notices.OnLog(new LogMessage("c", SyslogLevel.Warning, "CONFWARN", "a producer property"));
        notices.OnLog(new LogMessage("c", SyslogLevel.Info, "OTHER", "info"));
        notices.OnLog(new LogMessage("c", SyslogLevel.Warning, "OTHER", "attention"));
        Assert.EndsWith("attention", Assert.Single(_said), StringComparison.Ordinal);
    }
}
