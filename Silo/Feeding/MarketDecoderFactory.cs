using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Grains;
using TradeBooks.Grains.Interfaces;

namespace TradeBooks.Silo.Feeding;

/// <summary>Decodes the records of bars, depth events and trades, by their topic.</summary>
/// <param name="bars">Reads the values of bars.</param>
/// <param name="exchange">The exchange's topics; null where there are bars alone.</param>
internal sealed class MarketDecoderFactory(BarMessageReader bars, ExchangeTopics? exchange = null) : IRecordDecoderFactory
{
    public IRecordDecoder Create(string symbol) => new Decoder(symbol, new BarRecordDecoder(bars), exchange);

    // Ids of orders are made of positions: each topic counts its partitions from a number of its own.
    private sealed class Decoder(string symbol, BarRecordDecoder bars, ExchangeTopics? exchange) : IRecordDecoder
    {
        private const int FirstOfTrades = ExchangeTopics.MostPartitions;
        private const int FirstOfBars = 2 * ExchangeTopics.MostPartitions;

        public RecordOutcome Decode(RecordBatch batch, int index, EventTime lastBar, out MarketEvent e, out string? reason) =>
            exchange?.NamespaceOf(batch.Topic) switch
            {
                StreamNames.Depth => DecodeDepth(batch, index, exchange.Exchange.Id, out e, out reason),
                StreamNames.Trades => DecodeTrade(batch, index, exchange.Exchange.Id, out e, out reason),
                _ => DecodeBar(batch, index, lastBar, out e, out reason),
            };

        private RecordOutcome DecodeBar(RecordBatch batch, int index, EventTime lastBar, out MarketEvent e, out string? reason)
        {
            var kind = bars.Decode(batch.Value(index), batch.IsControl(index), lastBar, out var bar, out reason);
            e = kind == BarRecordKind.Bar ? new MarketEvent(bar, Position(batch, index, exchange is null ? 0 : FirstOfBars)) : default;
            return kind switch
            {
                BarRecordKind.Bar => RecordOutcome.Event,
                BarRecordKind.EndOfData => RecordOutcome.EndOfData,
                BarRecordKind.Duplicate => RecordOutcome.Duplicate,
                BarRecordKind.Revision => RecordOutcome.Revision,
                _ => RecordOutcome.Bad,
            };
        }

        private RecordOutcome DecodeDepth(RecordBatch batch, int index, string id, out MarketEvent e, out string? reason)
        {
            var position = Position(batch, index, 0);
            e = default;
            if (IsEnd(batch, index, out reason))
                return RecordOutcome.EndOfData;
            DepthMessage? message = null;
            reason ??= DepthMessage.TryRead(batch.Value(index), out message) ?? FindStranger(id, message!.Exchange, message.Symbol);
            if (reason is not null)
            {
                // Its place is known, its time is not.
                e = MarketEvent.DepthLost(EventTime.MinValue, position);
                return RecordOutcome.BadDepth;
            }

            e = new MarketEvent(message!.Depth, position);
            return RecordOutcome.Event;
        }

        private RecordOutcome DecodeTrade(RecordBatch batch, int index, string id, out MarketEvent e, out string? reason)
        {
            e = default;
            if (IsEnd(batch, index, out reason))
                return RecordOutcome.EndOfData;
            TradeMessage? message = null;
            reason ??= TradeMessage.TryRead(batch.Value(index), out message) ?? FindStranger(id, message!.Exchange, message.Symbol);
            if (reason is not null)
                return RecordOutcome.Bad;
            e = new MarketEvent(message!.Trade, Position(batch, index, FirstOfTrades));
            return RecordOutcome.Event;
        }

        private string? FindStranger(string id, string foundExchange, string foundSymbol) =>
            foundExchange != id ? $"the exchange is not {id}" : foundSymbol != symbol ? "the symbol is not the key's" : null;

        private static bool IsEnd(RecordBatch batch, int index, out string? reason)
        {
            var isEmpty = batch.Value(index).IsEmpty;
            var isEnd = isEmpty ? batch.IsControl(index) : EndOfData.IsValue(batch.Value(index));
            reason = isEmpty && !isEnd ? "the value is empty, and no end of data" : null;
            return isEnd;
        }

        private static SourcePosition Position(RecordBatch batch, int index, int first) => new(first + batch.Partition, batch.Offsets[index]);
    }
}
