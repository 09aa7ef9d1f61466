using System.Text;

namespace TradeBooks.Feeds.Kafka;

/// <summary>The names that the members of a message can have, up to 32, in their usual order.</summary>
internal sealed class MemberNames(params string[] names)
{
    private readonly byte[][] _utf8 = [.. names.Select(Encoding.UTF8.GetBytes)];

    public string this[int member] => names[member];

    /// <summary>The member of this name; −1 where there is none.</summary>
    /// <param name="name">The name as it is, not escaped.</param>
    /// <param name="expected">Tried first: in messages of the usual order one comparison is enough.</param>
    public int Find(ReadOnlySpan<byte> name, int expected)
    {
        if ((uint)expected < (uint)_utf8.Length && name.SequenceEqual(_utf8[expected]))
            return expected;
        for (var i = 0; i < _utf8.Length; i++)
        {
            if (name.SequenceEqual(_utf8[i]))
                return i;
        }

        return -1;
    }

    /// <summary>The first of the members <paramref name="required"/> that is not in <paramref name="seen"/>, or null.</summary>
    public string? FirstMissing(uint required, uint seen)
    {
        var missing = required & ~seen;
        return missing == 0 ? null : names[System.Numerics.BitOperations.TrailingZeroCount(missing)];
    }
}
