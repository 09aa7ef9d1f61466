using Confluent.Kafka;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// A record's value is its number, which the delivery report gives back; its bytes are laid ready here before the
/// client asks for them, on the same thread. So no record needs an object of its own to be known again.
/// </summary>
internal sealed class ReadyValue : ISerializer<long>
{
    public byte[] Bytes { get; set; } = [];

    public byte[] Serialize(long data, SerializationContext context) => Bytes;
}
