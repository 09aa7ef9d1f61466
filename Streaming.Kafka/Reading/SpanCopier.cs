using Confluent.Kafka;

namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// Sees a key or value where the client holds it, and copies it to a buffer that is used again; the value of the record
/// is whether there was none. It stands here until the next record is consumed.
/// </summary>
internal sealed class SpanCopier : IDeserializer<bool>
{
    private byte[] _buffer = new byte[1024];
    private int _length;

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    public bool Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (data.Length > _buffer.Length)
            _buffer = new byte[Math.Max(data.Length, _buffer.Length * 2)];
        data.CopyTo(_buffer);
        _length = data.Length;
        return isNull;
    }
}
