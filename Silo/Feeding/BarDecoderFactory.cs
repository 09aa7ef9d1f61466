using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains;
using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Silo.Feeding;

/// <summary>Decodes the records of bars.</summary>
/// <param name="reader">Reads the values.</param>
internal sealed class BarDecoderFactory(BarMessageReader reader) : IRecordDecoderFactory
{
    public IRecordDecoder Create(string symbol) => new Decoder(new BarRecordDecoder(reader));

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
