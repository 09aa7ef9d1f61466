using TradeBooks.Domain.Market;
using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>The sample's days in topics of one partition each: two days are there, the third is to come.</summary>
internal sealed class HalfRun : IDisposable
{
    private readonly string _template;
    private readonly BarRecord[] _first;
    private readonly BarRecord[] _last;

    /// <param name="side">The broker.</param>
    /// <param name="output">Folder of the trader's results.</param>
    /// <param name="create">Creates topics with one partition.</param>
    /// <param name="more">More arguments of the trader.</param>
    public HalfRun(BrokerSide side, string output, Action<string[]> create, params string[] more)
    {
        Data = MarketData.Sample();
        _template = TestBroker.NewName("half") + "-{symbol}";
        Producer = new RecordProducer(side, _template);
        Topics = [.. Data.Symbols.Select(Producer.TopicOf)];
        create(Topics);
        Trader = new Trader(side, output, _template, Data.Symbols, ["--set", "save_seconds=0.05", .. more]);
        _first = [.. Data.InTimeOrder.Where(bar => !IsLast(bar))];
        _last = [.. Data.InTimeOrder.Where(IsLast)];
        Producer.Send(_first);
        Producer.Flush();
    }

    public MarketData Data { get; }

    public RecordProducer Producer { get; }

    public Trader Trader { get; }

    public string[] Topics { get; }

    /// <summary>Bars of each symbol that are there at first: as many for each.</summary>
    public int FirstCount => _first.Length / Data.Symbols.Count;

    /// <summary>The last time of the first days.</summary>
    public EventTime FirstEnd => _first[^1].Time;

    /// <summary>The same run from another broker.</summary>
    public Trader MoveTo(BrokerSide side, string output) =>
        new(side, output, _template, Data.Symbols, "--set", "save_seconds=0.05");

    /// <summary>The template with another broker's topics.</summary>
    public RecordProducer ProducerAt(BrokerSide side) => new(side, _template);

    /// <summary>Sends what is left, and that all data have ended.</summary>
    public void SendRest() => SendRest(Producer);

    public void SendRest(RecordProducer producer)
    {
        producer.Send(_last);
        producer.SendEnds(Data.Symbols);
        producer.Flush();
    }

    /// <summary>Waits until all that is there was traded and saved.</summary>
    public void WaitForFirst(RunningProgram program) =>
        Until.Seen(program, () => Trader.Saved?.Time == FirstEnd.ToString(), "the first days were traded");

    /// <summary>Trades what is there, and stops.</summary>
    public void TradeFirst()
    {
        using var program = Trader.Start();
        WaitForFirst(program);
        program.Signal("TERM");
        program.WaitForExit().ShouldExit(130);
    }

    public void Dispose() => Producer.Dispose();

    private static bool IsLast(BarRecord bar) => bar.Time.ToString().StartsWith("2025-03-07", StringComparison.Ordinal);
}
