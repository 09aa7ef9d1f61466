using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Grains.Tests.Cluster;

/// <summary>Decodes bars as a silo does.</summary>
internal sealed class BarDecoders : IRecordDecoderFactory
{
    private readonly BarMessageReader _reader = new(TimeZoneInfo.Utc);

    public IRecordDecoder Create(string symbol) => new Decoder(new BarRecordDecoder(_reader));

    private sealed class Decoder(BarRecordDecoder bars) : IRecordDecoder
    {
        public RecordOutcome Decode(RecordBatch batch, int index, EventTime last, out MarketEvent e, out string? reason)
        {
            var kind = bars.Decode(batch.Value(index), batch.IsControl(index), last, out var bar, out reason);
            e = kind == BarRecordKind.Bar ? new MarketEvent(bar, new SourcePosition(batch.Partition, batch.Offsets[index])) : default;
            return kind switch
            {
                BarRecordKind.Bar => RecordOutcome.Event,
                BarRecordKind.EndOfData => RecordOutcome.EndOfData,
                BarRecordKind.Duplicate => RecordOutcome.Duplicate,
                BarRecordKind.Revision => RecordOutcome.Revision,
                _ => RecordOutcome.Bad,
            };
        }
    }
}
