using System.Runtime.InteropServices;

namespace TradeBooks.Streaming.Kafka;

/// <summary>Where a record's value lies, kept as bytes: a thousand of them are one array to a serializer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct RecordEntry(long Offset, long Timestamp, int Start, int Length)
{
    /// <summary><see cref="Length"/> of a record without a value.</summary>
    public const int Tombstone = -1;

    public const int Size = 24;
}
