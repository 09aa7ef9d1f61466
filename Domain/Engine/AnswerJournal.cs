using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;
using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// The portfolio's answers by id, so that a request or fill that arrives again gets the first answer and changes
/// nothing. Answers are kept until their symbol says that it will not ask again.
/// </summary>
public sealed class AnswerJournal
{
    private readonly Dictionary<OrderId, OrderDecision> _decisions = [];
    private readonly Dictionary<(OrderId Order, int Fill), FillRecord> _fills = [];

    /// <summary>Answers that are kept.</summary>
    public int Count => _decisions.Count + _fills.Count;

    /// <summary>Forgets what the symbol asked up to and including this position of its source.</summary>
    public void Forget(string symbol, SourcePosition upTo)
    {
        foreach (var (id, decision) in _decisions)
        {
            if (id.Symbol == symbol && !decision.Id.Source.IsAfter(upTo))
                _decisions.Remove(id);
        }

        foreach (var (key, record) in _fills)
        {
            if (key.Order.Symbol == symbol && !record.Fill.Source.IsAfter(upTo))
                _fills.Remove(key);
        }
    }

    internal bool TryGet(OrderId id, out OrderDecision decision) => _decisions.TryGetValue(id, out decision);

    internal bool TryGet(in Fill fill, out FillRecord record) =>
        _fills.TryGetValue((fill.OrderId, fill.Number), out record);

    internal void Add(in OrderDecision decision) => _decisions.Add(decision.Id, decision);

    internal void Add(in FillRecord record) => _fills.Add((record.Fill.OrderId, record.Fill.Number), record);
}
