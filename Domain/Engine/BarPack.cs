namespace TradeBooks.Domain.Engine;

/// <summary>Bytes of some bars, one after the other; the first of them is written from the <see cref="BarCoder"/>'s beginning.</summary>
/// <param name="size">How many bytes it holds.</param>
internal sealed class BarPack(int size)
{
    private readonly byte[] _bytes = new byte[size];
    private int _length;

    /// <summary>The pack of later bars.</summary>
    public BarPack? Next { get; set; }

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Forgets all bars, and keeps the memory for others.</summary>
    public void Clear() => (_length, Count) = (0, 0);

    /// <summary>Adds a bar, unless there is no room for it.</summary>
    public bool TryAdd(ReadOnlySpan<byte> bar)
    {
        if (!bar.TryCopyTo(_bytes.AsSpan(_length)))
            return false;
        _length += bar.Length;
        Count++;
        return true;
    }
}
