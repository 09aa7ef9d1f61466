using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;
using TradeBooks.Domain.Strategies;

namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>Buys whenever it has nothing, and sells after so many bars.</summary>
internal sealed class Holder(int bars) : IStrategy
{
    public const int Forever = int.MaxValue;

    private int _held;

    public void OnBar(in Bar bar, StrategyContext context)
    {
        if (context.IsIdle)
            context.Enter(Side.Buy);
        _held = context.IsFlat ? 0 : _held + 1;
        if (_held == bars)
            context.Close();
    }

    public void Persist(StateArchive archive) => archive.Item("held", ref _held);
}
