using TradeBooks.Domain.Engine;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Tests.Indicators;

namespace TradeBooks.Domain.Tests.Engine;

/// <summary>A symbol's side with what its host keeps: the saved state, and the events after it.</summary>
internal sealed class SymbolNode
{
    private readonly TradingSetup _setup;
    private readonly int _index;
    private readonly MarketEvent[] _events;
    private IEnumerator<SymbolReport>? _run;
    private string _saved;
    private int _position;
    private int _batch;
    private bool _isEndSaid;

    public SymbolNode(TradingSetup setup, int index, MarketEvent[] events)
    {
        (_setup, _index, _events) = (setup, index, events);
        Side = new SymbolSide(setup, index);
        _saved = StateCopy.Save(Side);
    }

    public SymbolSide Side { get; private set; }

    /// <summary>What waits for an answer.</summary>
    public SymbolReport? Report { get; private set; }

    public bool IsSent { get; set; }

    public bool HasAnswer { get; private set; }

    public bool IsOver => _isEndSaid && _run is null;

    public bool CanRun => !IsOver && (Report is null || HasAnswer);

    public void Answer(SlotAnswer answer)
    {
        if (Report!.Question is not null)
            Side.Take(answer);
        HasAnswer = true;
    }

    public void Step(Random random)
    {
        if (_run is null)
        {
            _batch = Math.Min(random.Next(1, 20), _events.Length - _position);
            _run = Side.Run(_events[_position..(_position + _batch)], _batch, _position + _batch == _events.Length).GetEnumerator();
        }

        (Report, HasAnswer, IsSent) = (null, false, false);
        if (_run.MoveNext())
        {
            Report = _run.Current;
            return;
        }

        _run = null;
        _position += _batch;
        _isEndSaid = _position == _events.Length;
        _saved = StateCopy.Save(Side);
    }

    /// <summary>Pauses, resumes or closes the symbol's positions, where it stands between two batches.</summary>
    /// <param name="command">What to do.</param>
    /// <param name="reported">The last slot that the portfolio knows.</param>
    /// <returns>Whether it did.</returns>
    public bool Tell(SymbolCommandKind command, long reported)
    {
        if (_run is not null)
            return false;
        Side.Tell(command, reported);
        _saved = StateCopy.Save(Side);
        return true;
    }

    public void Kill()
    {
        (_run, Report, HasAnswer, IsSent) = (null, null, false, false);
        Side = new SymbolSide(_setup, _index);
        StateCopy.Load(Side, _saved);
    }
}
