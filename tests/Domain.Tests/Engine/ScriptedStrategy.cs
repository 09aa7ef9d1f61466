using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.State;
using TradeBooks.Domain.Strategies;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>Does what a test tells it at the n-th event that it sees, and remembers what it is told.</summary>
internal sealed class ScriptedStrategy : IStrategy
{
    private readonly Dictionary<int, Action<StrategyContext>> _script = [];
    private int _seen;

    /// <summary>What to do after every fill.</summary>
    public Action<Fill, StrategyContext>? AfterFill { get; init; }

    /// <summary>What to do after every refusal.</summary>
    public Action<OrderDecision, StrategyContext>? AfterRefusal { get; init; }

    public List<Fill> Fills { get; } = [];

    public List<OrderDecision> Refused { get; } = [];

    /// <summary>What came, as <c>Bar 14:30:00</c>.</summary>
    public List<string> Events { get; } = [];

    /// <summary>At event <paramref name="index"/> (0 is the first) do this.</summary>
    public ScriptedStrategy At(int index, Action<StrategyContext> action)
    {
        _script.Add(index, action);
        return this;
    }

    public void OnBar(in Bar bar, StrategyContext context) => Play($"Bar {bar.Close}", context);

    public void OnTrade(in Trade trade, StrategyContext context) => Play($"Trade {trade.Price}", context);

    public void OnQuote(in Quote quote, StrategyContext context) =>
        Play($"Quote {quote.BidPrice}/{quote.AskPrice}", context);

    public void OnDepth(DepthEvent depth, StrategyContext context) => Play($"{depth.Kind} {depth.LastUpdateId}", context);

    public void OnNews(NewsItem news, StrategyContext context) => Play($"News {news.Headline}", context);

    public void OnFill(in Fill fill, StrategyContext context)
    {
        Fills.Add(fill);
        AfterFill?.Invoke(fill, context);
    }

    public void OnRefused(in OrderDecision decision, StrategyContext context)
    {
        Refused.Add(decision);
        AfterRefusal?.Invoke(decision, context);
    }

    public void Persist(StateArchive archive) => archive.Item("seen", ref _seen);

    private void Play(string text, StrategyContext context)
    {
        Events.Add(text);
        if (_script.TryGetValue(_seen++, out var action))
            action(context);
    }
}
