using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Books;

/// <summary>
/// The order book of one symbol, kept by the exchange's rules: takes every depth event as it arrives, applies those
/// that are next, keeps those that come before the snapshot, and closes the book as soon as it is no longer known to be
/// the exchange's. A closed book throws on every read until a snapshot, and with Binance an update that follows on it,
/// has made it right again. For one thread at a time.
/// </summary>
public sealed class SyncedBook : IPersistent
{
    /// <summary>Updates that wait for a snapshot at most; the oldest are dropped, and the snapshot is too old then.</summary>
    public const int MostHeld = 10_000;

    private readonly DepthSequencer _sequencer;
    private readonly Action<SyncedBook>? _onApplied;
    private readonly Queue<DepthEvent> _held = [];
    private readonly LevelWriter _packed = new();
    private bool _isDoubtful;
    private long _messages, _snapshots, _applied, _dropped, _resyncs, _checksumFailures;

    /// <param name="book">Empty, and changed by nobody else.</param>
    /// <param name="sequencer">The exchange's rules, for this book alone.</param>
    /// <param name="onApplied">Called after every applied event, snapshot or update, after which the book is in sync.</param>
    public SyncedBook(OrderBook book, DepthSequencer sequencer, Action<SyncedBook>? onApplied = null)
    {
        Book = book;
        _sequencer = sequencer;
        _onApplied = onApplied;
        book.Close(sequencer.Reason.ToText());
    }

    /// <summary>The book; its reads throw <see cref="BookNotInSyncException"/> while it is not in sync.</summary>
    public OrderBook Book { get; }

    public bool IsInSync => Book.IsOpen;

    /// <summary>Why it is not in sync; <see cref="DepthReason.None"/> where it is.</summary>
    public DepthReason Reason => IsInSync ? DepthReason.None : _isDoubtful ? DepthReason.FrameLost : _sequencer.Reason;

    /// <summary>
    /// Whether a snapshot has to come before the book can be right: not while an update that follows on one, or on the
    /// last one before a lost frame, is awaited.
    /// </summary>
    public bool NeedsSnapshot => !IsInSync && !_isDoubtful && _sequencer.Reason != DepthReason.NoUpdateSinceSnapshot;

    /// <summary>Exchange's id of the last change in the book; 0 where it has no such ids.</summary>
    public long LastUpdateId => _sequencer.LastUpdateId;

    /// <summary>The exchange's time of the event that was applied last.</summary>
    public EventTime Time { get; private set; }

    public BookCounters Counters => new(_messages, _snapshots, _applied, _dropped, _resyncs, _checksumFailures, _held.Count);

    /// <summary>Takes the next event of the symbol.</summary>
    /// <returns>What became of it; an update that waited for this snapshot may have made the book lose sync since.</returns>
    public DepthVerdict Apply(DepthEvent depth) => Apply(depth.Header, depth.Bids, depth.Asks);

    /// <inheritdoc cref="Apply(DepthEvent)"/>
    public DepthVerdict Apply(DepthBuffer depth) => Apply(depth.Header, depth.Bids, depth.Asks);

    /// <inheritdoc cref="Apply(DepthEvent)"/>
    /// <param name="header">The event but for its levels.</param>
    /// <param name="bids">Its bids; copied where they must wait.</param>
    /// <param name="asks">Its asks; copied where they must wait.</param>
    public DepthVerdict Apply(in DepthHeader header, ReadOnlySpan<DepthLevel> bids, ReadOnlySpan<DepthLevel> asks)
    {
        if (header.IsSnapshot)
        {
            _snapshots++;
            var taken = Take(header, bids, asks);
            if (taken.Outcome == DepthOutcome.Accept)
                ApplyHeld();
            return taken;
        }

        _messages++;
        var verdict = Take(header, bids, asks);
        if (verdict.Outcome == DepthOutcome.Hold || IsWorthHolding(verdict))
            Hold(new DepthEvent(header, bids, asks));
        return verdict;
    }

    /// <summary>
    /// Says that a frame of the symbol's connection could not be read, or that the connection was lost. A book whose
    /// exchange does not number its updates is not in sync any more; another keeps its levels and is closed until the next
    /// update, whose number tells whether anything is missing.
    /// </summary>
    public void LoseFrame()
    {
        var verdict = _sequencer.LoseFrame();
        if (verdict.Outcome == DepthOutcome.Resynchronise)
        {
            LoseSync(verdict.Reason);
        }
        else if (IsInSync)
        {
            _isDoubtful = true;
            Book.Close(DepthReason.FrameLost.ToText());
        }
    }

    /// <inheritdoc/>
    public void Persist(StateArchive archive)
    {
        var time = Time.Microseconds;
        archive.Item("messages", ref _messages);
        archive.Item("snapshots", ref _snapshots);
        archive.Item("applied", ref _applied);
        archive.Item("dropped", ref _dropped);
        archive.Item("resyncs", ref _resyncs);
        archive.Item("checksumFailures", ref _checksumFailures);
        archive.Item("time", ref time);
        archive.Item("isDoubtful", ref _isDoubtful);
        archive.Item("sequencer", _sequencer);
        Book.Persist(archive, _packed);
        Time = new EventTime(time);
        PersistHeld(archive);
        if (!archive.IsLoading)
            return;
        if (_isDoubtful && !_sequencer.IsInSync)
            throw new StateException($"saved state: 'isDoubtful', but the book is not in sync: {_sequencer.Reason.ToText()}");
        if (_sequencer.IsInSync && !_isDoubtful)
            Book.Open();
        else
            Book.Close((_isDoubtful ? DepthReason.FrameLost : _sequencer.Reason).ToText());
    }

    // None are held most of the time; then it is an empty text.
    private void PersistHeld(StateArchive archive)
    {
        _packed.Clear();
        if (!archive.IsLoading)
        {
            foreach (var update in _held)
                HeldUpdate.Write(update, _packed);
        }

        var bytes = _packed.Written;
        archive.Item("held", ref bytes);
        if (!archive.IsLoading)
            return;
        _held.Clear();
        var reader = new LevelReader("held", bytes.Span);
        while (!reader.IsAtEnd)
        {
            if (_held.Count == MostHeld)
                throw reader.Damaged($"more than {MostHeld} updates");
            _held.Enqueue(HeldUpdate.Read(ref reader));
        }
    }

    private DepthVerdict Take(in DepthHeader header, ReadOnlySpan<DepthLevel> bids, ReadOnlySpan<DepthLevel> asks)
    {
        var verdict = _sequencer.Next(header);
        switch (verdict.Outcome)
        {
            case DepthOutcome.Accept:
                return Put(header, bids, asks);
            case DepthOutcome.Drop:
                _dropped += header.IsSnapshot ? 0 : 1;
                return verdict;
            case DepthOutcome.Resynchronise:
                LoseSync(verdict.Reason);
                _dropped += header.IsSnapshot || IsWorthHolding(verdict) ? 0 : 1;
                return verdict;
            default:
                return verdict;
        }
    }

    private DepthVerdict Put(in DepthHeader header, ReadOnlySpan<DepthLevel> bids, ReadOnlySpan<DepthLevel> asks)
    {
        var fits = header.IsSnapshot
            ? Book.Load(bids, asks)
            : Book.Apply(BookSide.Bid, bids) && Book.Apply(BookSide.Ask, asks);
        var verdict = fits ? _sequencer.Verify(Book, header) : _sequencer.Lose(DepthReason.BadPrice);
        if (verdict.Outcome != DepthOutcome.Accept)
        {
            LoseSync(verdict.Reason);
            _dropped += header.IsSnapshot ? 0 : 1;
            return verdict;
        }

        Time = header.Time;
        _applied += header.IsSnapshot ? 0 : 1;
        _isDoubtful = false;
        if (_sequencer.IsInSync)
        {
            Book.Open();
            _onApplied?.Invoke(this);
        }
        else
        {
            Book.Close(_sequencer.Reason.ToText());
        }

        return verdict;
    }

    private void ApplyHeld()
    {
        while (_held.TryPeek(out var next))
        {
            var verdict = Take(next.Header, next.Bids, next.Asks);

            // The snapshot was too old, or updates are missing among those that were kept: this one may follow on the next.
            if (IsWorthHolding(verdict))
                return;
            _held.Dequeue();
            if (verdict.Outcome == DepthOutcome.Resynchronise)
                return;
        }
    }

    private void Hold(DepthEvent update)
    {
        if (_held.Count == MostHeld)
        {
            _held.Dequeue();
            _dropped++;
        }

        _held.Enqueue(update);
    }

    private void LoseSync(DepthReason reason)
    {
        _resyncs++;
        _isDoubtful = false;
        if (reason is DepthReason.WrongChecksum or DepthReason.NoChecksum)
            _checksumFailures++;
        Book.Close(reason.ToText());
        Book.Clear();
    }

    private static bool IsWorthHolding(DepthVerdict verdict) =>
        verdict is { Outcome: DepthOutcome.Resynchronise, Reason: DepthReason.Gap or DepthReason.SnapshotTooOld };
}
