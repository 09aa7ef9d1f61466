using System.Buffers.Text;
using System.Text;
using TradeBooks.Domain.Books;
using TradeBooks.Domain.Market;

namespace TradeBooks.Cli.Output;

/// <summary>
/// A CSV file of best bids and asks, a row after every applied event of a book in sync. The update id is 0 where the
/// exchange has none; price and quantity of an empty side are left out. The file is there when it is complete.
/// </summary>
internal sealed class TopsFile : IDisposable
{
    private const int BufferSize = 1 << 16;
    private const int LongestRow = 512;
    private const string Header = "symbol,updateId,bidPrice,bidQuantity,askPrice,askQuantity\n";

    private readonly string _path;
    private readonly string _temporary;
    private readonly FileStream _stream;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _length;

    /// <exception cref="IOException">It can't be written.</exception>
    public TopsFile(string path)
    {
        _path = path;
        _temporary = path + ".tmp";
        _stream = new FileStream(_temporary, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _length = Encoding.UTF8.GetBytes(Header, _buffer);
    }

    public void Write(string symbol, SyncedBook book)
    {
        if (_buffer.Length - _length < LongestRow)
            Flush();
        _length += Encoding.UTF8.GetBytes(symbol, _buffer.AsSpan(_length));
        _buffer[_length++] = (byte)',';
        Utf8Formatter.TryFormat(book.LastUpdateId, _buffer.AsSpan(_length), out var written);
        _length += written;
        Append(book.Book, BookSide.Bid);
        Append(book.Book, BookSide.Ask);
        _buffer[_length++] = (byte)'\n';
    }

    /// <summary>Puts the file in its place.</summary>
    public void Complete()
    {
        Flush();
        _stream.Dispose();
        File.Move(_temporary, _path, overwrite: true);
    }

    public void Dispose()
    {
        _stream.Dispose();
        File.Delete(_temporary);
    }

    private void Append(OrderBook book, BookSide side)
    {
        var has = book.TryGetBest(side, out var level);
        _buffer[_length++] = (byte)',';
        if (has)
            _length += DecimalText.Write(level.Price, _buffer.AsSpan(_length));
        _buffer[_length++] = (byte)',';
        if (has)
            _length += DecimalText.Write(level.Quantity, _buffer.AsSpan(_length));
    }

    private void Flush()
    {
        _stream.Write(_buffer, 0, _length);
        _length = 0;
    }
}
