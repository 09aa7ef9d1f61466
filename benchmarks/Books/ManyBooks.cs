using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using TradeBooks.Benchmarks.Kafka;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Benchmarks.Books;

/// <summary>
/// The recorded stream as if many symbols had it at once, each a message later than the one before: what books cost that the
/// processor's caches do not hold, and the memory that they take.
/// </summary>
internal sealed class ManyBooks(DepthCapture capture, int symbols, TextWriter output)
{
    private const int UpdatesEach = 200;

    private readonly FrameParser _parser = Exchange.BinanceSpot.CreateParser();
    private readonly byte[] _frame = new byte[capture.Frames.Max(frame => frame.Frame.Length)];

    public void Run(int rounds)
    {
        var names = Enumerable.Range(0, symbols).Select(i => string.Create(CultureInfo.InvariantCulture, $"s{i:000000}")).ToArray();
        var (lower, upper) = (Array.ConvertAll(names, Encoding.ASCII.GetBytes), Array.ConvertAll(names, name => Encoding.ASCII.GetBytes(name.ToUpperInvariant())));
        NamedFrame[] frames =
        [
            .. capture.UpdateFrames.Where((_, i) => capture.Updates[i].LastUpdateId > capture.Snapshot!.LastUpdateId).Take(UpdatesEach)
                .Select(frame => new NamedFrame(frame.Frame, frame.ReceivedTime, isBare: false))
                .Prepend(new NamedFrame(capture.SnapshotFrame, capture.Frames[0].ReceivedTime, isBare: true)),
        ];
        // The first does not count.
        var measured = Enumerable.Range(0, rounds + 1).Select(_ => Measure(frames, names, lower, upper)).Skip(1).ToList();
        var count = (double)symbols * UpdatesEach;
        var processor = Spread.Of(measured.Select(round => round.Usage.Processor.TotalNanoseconds / count));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{symbols} symbols, {UpdatesEach} updates each: frame to event to book {processor:0} ns of processor, {1e6 / processor.Median:0} thousand frames/s;"
            + $" {Spread.Of(measured.Select(round => round.Kilobytes)):0} KB a book; {measured.Min(round => round.Usage.Allocated) / count:0} bytes allocated a frame"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (Usage Usage, double Kilobytes) Measure(NamedFrame[] frames, string[] names, byte[][] lower, byte[][] upper)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var books = new ExchangeBooks(Exchange.BinanceSpot);
        for (var i = 0; i < symbols; i++)
            Read(frames[0], names[i], lower[i], upper[i], books);
        var usage = Usage.Of(() =>
        {
            foreach (var frame in frames.AsSpan(1))
            {
                for (var i = 0; i < symbols; i++)
                    Read(frame, names[i], lower[i], upper[i], books);
            }
        });
        if (books.Books.Count != symbols || !books.Books.Values.All(book => book.IsInSync))
            throw new InvalidOperationException("the books are not in sync");
        var kilobytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / symbols;
        GC.KeepAlive(books);
        return (usage, kilobytes);
    }

    private void Read(NamedFrame frame, string symbol, byte[] lower, byte[] upper, ExchangeBooks books)
    {
        var bytes = _frame.AsSpan(0, frame.Bytes.Length);
        frame.CopyTo(bytes, lower, upper);
        if (_parser.TryRead(bytes, frame.ReceivedTime, books, frame.IsBare ? symbol : null) is { } reason)
            throw new InvalidOperationException(reason);
    }

    /// <summary>A frame whose symbol can be another of seven letters.</summary>
    private sealed class NamedFrame
    {
        private readonly int[] _lower;
        private readonly int[] _upper;

        public NamedFrame(byte[] bytes, EventTime receivedTime, bool isBare)
        {
            Bytes = bytes;
            ReceivedTime = receivedTime;
            IsBare = isBare;
            _lower = Find("btcusdt"u8);
            _upper = Find("BTCUSDT"u8);
            Debug.Assert(isBare || _upper.Length > 0, "an update names its symbol");
        }

        public byte[] Bytes { get; }

        public EventTime ReceivedTime { get; }

        /// <summary>Whether the frame does not name its symbol, as a snapshot over REST.</summary>
        public bool IsBare { get; }

        public void CopyTo(Span<byte> destination, byte[] lower, byte[] upper)
        {
            Bytes.CopyTo(destination);
            foreach (var at in _lower)
                lower.CopyTo(destination[at..]);
            foreach (var at in _upper)
                upper.CopyTo(destination[at..]);
        }

        private int[] Find(ReadOnlySpan<byte> name)
        {
            var found = new List<int>();
            for (var at = 0; Bytes.AsSpan(at).IndexOf(name) is var next && next >= 0; at += next + name.Length)
                found.Add(at + next);
            return [.. found];
        }
    }
}
