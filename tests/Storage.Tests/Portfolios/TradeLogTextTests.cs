using System.Buffers;
using System.Text;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Portfolios;
using TradeBooks.Storage.Portfolios;
using TradeBooks.Storage.Tests.Postgres;
using TradeBooks.Tests.Postgres;

namespace TradeBooks.Storage.Tests.Portfolios;

public sealed class TradeLogTextTests(TestPostgres postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Write_RandomFills_GivesTheBytesOfTheFile(int seed)
    {
        var fills = RandomFills(seed);
        var text = new TradeLogText();
        var target = Start();

        foreach (var fill in fills)
            text.Write(target, fill);

        Assert.Equal(FileOf(fills), Encoding.UTF8.GetString(target.WrittenSpan));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Write_RowsFromPostgres_GivesTheBytesOfTheFile(int seed)
    {
        var fills = RandomFills(seed);
        await using var database = await TestDatabase.CreateAsync(postgres);
        await database.Store.CommitAsync(Rows.Commit(1, Guid.NewGuid()) with { Fills = fills }, Cancellation);
        var text = new TradeLogText();
        var target = Start();

        long? after = 0;
        while (after is { } last)
        {
            var page = await database.Store.TradesAsync("default", new DeskPageRequest(last, 100), Cancellation);
            foreach (var trade in page.Items)
                text.Write(target, trade);
            after = page.Next;
        }

        Assert.Equal(FileOf(fills), Encoding.UTF8.GetString(target.WrittenSpan));
    }

    [Fact]
    public void Write_SymbolOfAnyLength_HasRoom()
    {
        var symbol = new string('"', 5000) + new string('日', 5000);
        var fill = Fills.Make("2026-03-12 13:53:00", symbol, Domain.Market.Side.Buy, decimal.MaxValue, decimal.MinValue, decimal.MinValue, decimal.MinValue, decimal.MinValue);
        var target = new ArrayBufferWriter<byte>(1);

        new TradeLogText().Write(target, fill);

        Assert.Contains($",\"{symbol.Replace("\"", "\"\"", StringComparison.Ordinal)}\",BUY,", Encoding.UTF8.GetString(target.WrittenSpan), StringComparison.Ordinal);
    }

    private static ArrayBufferWriter<byte> Start()
    {
        var target = new ArrayBufferWriter<byte>();
        target.Write(TradeLogText.Header);
        return target;
    }

    private static FillRecord[] RandomFills(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(1, 1000).Select(number => Rows.Fill(number, random))];
    }

    private static string FileOf(IEnumerable<FillRecord> fills)
    {
        using var folder = new TemporaryFolder();
        using (var ledger = FileLedger.Create(folder["log"]))
        {
            foreach (var fill in fills)
                ledger.Append(fill);
        }

        return File.ReadAllText(folder["log"]);
    }
}
