using TradeBooks.Domain.Market;
using TradeBooks.Domain.State;

namespace TradeBooks.Domain.Analytics;

/// <summary>
/// Points that each stand for a stretch of <see cref="Stretch"/> consecutive items (bars, slots). When there is no
/// room for another point, neighbours are merged and the stretch doubles: a short series keeps every item, an endless
/// one stays within its capacity.
/// </summary>
/// <param name="capacity">Most points, an even number from 2; memory grows up to it by doubling.</param>
internal sealed class PointSeries<TPoint, TFormat>(int capacity) : IPersistent
    where TPoint : struct
    where TFormat : struct, IPointFormat<TPoint>
{
    private const int FirstCapacity = 64;

    private TPoint[] _points = new TPoint[Math.Min(FirstCapacity, capacity)];
    private int _count;
    private long _stretch = 1;

    /// <summary>Items that one point stands for.</summary>
    public long Stretch => _stretch;

    /// <summary>Items in all points.</summary>
    public long Items => _count * _stretch;

    /// <summary>
    /// Makes sure that one more point fits; called when its stretch begins, since the stretch may grow here.
    /// </summary>
    public void MakeRoom()
    {
        if (_count < _points.Length)
            return;
        if (_count < capacity)
        {
            Array.Resize(ref _points, Math.Min(capacity, 2 * _count));
            return;
        }

        for (var i = 0; i < _count; i += 2)
            _points[i / 2] = TFormat.Merge(in _points[i], in _points[i + 1]);
        _count /= 2;
        _stretch *= 2;
    }

    public void Add(in TPoint point) => _points[_count++] = point;

    /// <summary>A copy of the points, with <paramref name="open"/>, a stretch that is not complete, at the end.</summary>
    public TPoint[] ToArray(TPoint? open)
    {
        var points = new TPoint[_count + (open is null ? 0 : 1)];
        Array.Copy(_points, points, _count);
        if (open is { } last)
            points[^1] = last;
        return points;
    }

    public void Persist(StateArchive archive)
    {
        var savedCapacity = capacity;
        archive.Item("capacity", ref savedCapacity);
        if (savedCapacity != capacity)
            throw new StateException($"saved state: 'capacity' of a chart is {savedCapacity}, not {capacity}");
        archive.Item("stretch", ref _stretch);
        archive.Item("count", ref _count);
        if (_count < 0 || _count > capacity)
            throw new StateException($"saved state: 'count' of a chart is {_count}, its capacity {capacity}");
        // Room for the point whose stretch is open, too: it was made when the stretch began.
        if (archive.IsLoading && _points.Length <= _count)
            _points = new TPoint[capacity];

        var times = new long[_count];
        var numbers = new double[_count * TFormat.Width];
        if (!archive.IsLoading)
        {
            for (var i = 0; i < _count; i++)
            {
                times[i] = TFormat.TimeOf(in _points[i]).Microseconds;
                TFormat.Write(in _points[i], numbers.AsSpan(i * TFormat.Width, TFormat.Width));
            }

            TimeDifferences.Encode(times);
        }

        archive.Item("times", times);
        PackedNumbers.Persist(archive, numbers, TFormat.Width);
        if (archive.IsLoading)
        {
            TimeDifferences.Decode(times);
            for (var i = 0; i < _count; i++)
                _points[i] = TFormat.Read(new EventTime(times[i]), numbers.AsSpan(i * TFormat.Width, TFormat.Width));
        }
    }
}
