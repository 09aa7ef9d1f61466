using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// How far each symbol has reported and been answered, and which symbols' parts of the portfolio's state have changed
/// since they were taken.
/// </summary>
internal sealed class SymbolProgress
{
    private readonly SymbolReport?[] _waiting;
    private readonly long[] _done;
    private readonly int[] _answers;
    private readonly long[] _epochs;
    private readonly bool[] _ended;
    private readonly bool[] _isTouched;
    private List<int> _touched = [];

    /// <param name="symbols">How many there are; all of them count as changed.</param>
    public SymbolProgress(int symbols)
    {
        _waiting = new SymbolReport?[symbols];
        _done = new long[symbols];
        _answers = new int[symbols];
        _epochs = new long[symbols];
        _ended = new bool[symbols];
        _isTouched = new bool[symbols];
        for (var i = 0; i < symbols; i++)
            Touch(i);
    }

    public int Count => _done.Length;

    /// <summary>The report that waits to be done or answered.</summary>
    public SymbolReport? Waiting(int symbol) => _waiting[symbol];

    /// <summary>Number of the last slot that is done.</summary>
    public long Done(int symbol) => _done[symbol];

    /// <summary>Questions of the slot in hand that were answered.</summary>
    public int Answers(int symbol) => _answers[symbol];

    /// <summary>Reports of a lower epoch are not heard any more.</summary>
    public long Epoch(int symbol) => _epochs[symbol];

    public void SetEpoch(int symbol, long epoch)
    {
        _epochs[symbol] = epoch;
        Touch(symbol);
    }

    /// <summary>Whether the symbol's data has ended.</summary>
    public bool IsEnded(int symbol) => _ended[symbol];

    /// <summary>A report waits, in place of what waited before.</summary>
    public void Wait(int symbol, SymbolReport report)
    {
        _waiting[symbol] = report;
        if (!_ended[symbol])
            return;
        _ended[symbol] = false;
        Touch(symbol);
    }

    public void End(int symbol)
    {
        _ended[symbol] = true;
        Touch(symbol);
    }

    /// <summary>A question of the slot in hand is answered, and with it the report that asked.</summary>
    public void Answer(int symbol)
    {
        _answers[symbol]++;
        _waiting[symbol] = null;
        Touch(symbol);
    }

    /// <summary>A slot is done.</summary>
    /// <returns>The report that is over with it; null where none is.</returns>
    public SymbolReport? Finish(int symbol, long sequence)
    {
        (_done[symbol], _answers[symbol]) = (sequence, 0);
        Touch(symbol);
        if (_waiting[symbol] is not { } report || report.LastSequence != sequence)
            return null;
        _waiting[symbol] = null;
        _ended[symbol] = report.IsEnd;
        return report;
    }

    /// <summary>Something of the symbol's part of the state changes.</summary>
    public void Touch(int symbol)
    {
        if (_isTouched[symbol])
            return;
        _isTouched[symbol] = true;
        _touched.Add(symbol);
    }

    /// <summary>The symbols that have changed since the last time.</summary>
    public IReadOnlyList<int> TakeTouched()
    {
        var touched = _touched;
        foreach (var symbol in touched)
            _isTouched[symbol] = false;
        _touched = [];
        return touched;
    }

    public void Persist(int symbol, StateArchive archive)
    {
        archive.Item("done", ref _done[symbol]);
        archive.Item("answers", ref _answers[symbol]);
        archive.Item("epoch", ref _epochs[symbol]);
        archive.Item("ended", ref _ended[symbol]);
    }
}
