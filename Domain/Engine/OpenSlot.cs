using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Engine;

/// <summary>
/// The time slot that a portfolio has in hand. It may be left between two steps, while a symbol works on an answer, and
/// be saved there: what the symbols had reported and was not answered comes again.
/// </summary>
internal sealed class OpenSlot : IPersistent
{
    private int[] _symbols = new int[8];
    private SlotStep[] _steps = new SlotStep[8];
    private int _count;
    private long _time;

    /// <summary>Whether there is a slot in hand.</summary>
    public bool IsOpen;

    /// <summary>Whether it came after a slot of a later time, or of the same.</summary>
    public bool IsLate;

    /// <summary>Fills first, then marks, then orders.</summary>
    public SlotPhase Phase;

    /// <summary>The member whose turn it is in this phase.</summary>
    public int Cursor;

    /// <summary>Whether that member has had an answer, and its next step is awaited.</summary>
    public bool IsAwaited;

    /// <summary>Fills of the portfolio before the phase of orders.</summary>
    public long FillsBefore;

    public EventTime Time => new(_time);

    public int Count => _count;

    public int Symbol(int member) => _symbols[member];

    public ref SlotStep Step(int member) => ref _steps[member];

    public void Open(EventTime time, bool isLate, List<KeyValuePair<int, SlotStep>> reports)
    {
        if (_symbols.Length < reports.Count)
        {
            _symbols = new int[Math.Max(reports.Count, _symbols.Length * 2)];
            _steps = new SlotStep[_symbols.Length];
        }

        (IsOpen, IsLate, IsAwaited, Phase, Cursor, _time, _count) =
            (true, isLate, false, SlotPhase.Fills, 0, time.Microseconds, reports.Count);
        for (var i = 0; i < _count; i++)
            (_symbols[i], _steps[i]) = (reports[i].Key, reports[i].Value);
    }

    public void Close()
    {
        IsOpen = false;
        Array.Clear(_steps, 0, _count);
    }

    /// <returns>The symbol's place in the slot; −1 where it is not in it, or done with it.</returns>
    public int Find(int symbol)
    {
        if (!IsOpen)
            return -1;
        for (var i = Phase == SlotPhase.Orders ? Cursor : 0; i < _count; i++)
        {
            if (_symbols[i] == symbol)
                return i;
        }

        return -1;
    }

    /// <summary>
    /// A member's step arrives, which the slot did not have or no longer has: what the phase has passed by then was
    /// done before the slot was saved.
    /// </summary>
    public void Arrive(int member, SlotStep step)
    {
        if (IsAwaited && member == Cursor)
        {
            IsAwaited = false;
        }
        else
        {
            step.IsSettled = Phase > SlotPhase.Fills || member < Cursor;
            step.IsMarked = Phase > SlotPhase.Marks;
        }

        _steps[member] = step;
    }

    /// <summary>Whether every member's step is there.</summary>
    public bool IsComplete()
    {
        for (var i = 0; i < _count; i++)
        {
            if (!_steps[i].IsPresent)
                return false;
        }

        return true;
    }

    public void Persist(StateArchive archive)
    {
        archive.Item("isOpen", ref IsOpen);
        archive.Item("isLate", ref IsLate);
        archive.Item("phase", ref Phase);
        archive.Item("cursor", ref Cursor);
        archive.Item("isAwaited", ref IsAwaited);
        archive.Item("time", ref _time);
        archive.Item("fillsBefore", ref FillsBefore);
        var count = IsOpen ? _count : 0;
        archive.List("symbols", ref count, (index, element) =>
        {
            if (index == _symbols.Length)
            {
                Array.Resize(ref _symbols, index * 2);
                Array.Resize(ref _steps, index * 2);
            }

            element.Item("index", ref _symbols[index]);
        });
        if (archive.IsLoading)
            _count = count;
    }
}
