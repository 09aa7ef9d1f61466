using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Silo.Feeding;

/// <summary>Makes batches from bars, as they would stand in a topic.</summary>
/// <param name="source">Name of the source.</param>
internal sealed class RecordBatchBuilder(string source)
{
    private readonly List<long> _offsets = [];
    private readonly List<int> _ends = [];
    private byte[] _data = new byte[BarMessage.MaxLength];
    private int _length;
    private long _last;

    /// <summary>Records since the last batch.</summary>
    public int Count => _offsets.Count;

    public void Add(in Bar bar, long offset)
    {
        Reserve(BarMessage.MaxLength);
        _length += BarMessage.Write(_data.AsSpan(_length), bar);
        Close(offset);
    }

    /// <summary>The end of the data, behind all bars.</summary>
    public void AddEnd()
    {
        Reserve(EndOfData.Value.Length);
        EndOfData.Value.CopyTo(_data.AsSpan(_length));
        _length += EndOfData.Value.Length;
        Close(_last + 1);
    }

    /// <summary>What was added since the last batch.</summary>
    public RecordBatch Take()
    {
        var batch = new RecordBatch(source, 0, [.. _offsets], [.. _ends], _data[.._length]);
        _offsets.Clear();
        _ends.Clear();
        _length = 0;
        return batch;
    }

    private void Reserve(int bytes)
    {
        if (_data.Length - _length < bytes)
            Array.Resize(ref _data, Math.Max(_data.Length * 2, _length + bytes));
    }

    private void Close(long offset)
    {
        _last = offset;
        _offsets.Add(offset);
        _ends.Add(_length);
    }
}
