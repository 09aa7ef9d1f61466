using System.Text;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Tests.Csv;

public sealed class CsvBarFeedFuzzTests
{
    private const int Rounds = 1000;

    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void NextBatch_MutatedBytes_ServesOrThrowsFeedException(int seed, bool isPacked)
    {
        var random = new Random(seed);
        var text = Encoding.UTF8.GetBytes(Sample());
        var packed = CsvFolder.Pack(text);
        var name = isPacked ? "AAPL.csv.gz" : "AAPL.csv";
        var opened = 0;
        using var folder = new CsvFolder();
        for (var round = 0; round < Rounds; round++)
        {
            var isDamagedGzip = isPacked && random.Next(2) == 0;
            folder.Write(name, isDamagedGzip ? Mutate(packed, random)
                : isPacked ? CsvFolder.Pack(Mutate(text, random))
                : Mutate(text, random));
            var options = new CsvBarFeedOptions
            {
                ChunkBytes = random.Next(4) == 0 ? 0 : random.Next(1, 400),
                Workers = random.Next(20) == 0 ? 1 : 0,
                Order = random.Next(4) == 0 ? RowOrder.Descending : RowOrder.Ascending,
                Label = random.Next(4) == 0 ? BarLabel.End : BarLabel.Start,
                TimeZone = random.Next(4) == 0 ? NewYork : TimeZoneInfo.Utc,
            };
            try
            {
                var stopped = folder.Read(options);
                var skipped = folder.Read(options with { BadRows = BadRows.Skip });
                opened++;
                // What stands before the first bad row is the same in both modes, and in any cutting.
                Assert.Equal(stopped.Lines, skipped.Lines.Take(stopped.Events.Count));
                if (stopped.Error is BadRowException bad)
                    Assert.Equal(bad.Line, skipped.Rejected[0].Line);
                else
                    Assert.Empty(skipped.Rejected);
                var otherwise = folder.Read(options with { BadRows = BadRows.Skip, ChunkBytes = 0, Workers = 0 });
                if (!isDamagedGzip)
                {
                    Assert.Equal(otherwise.Lines, skipped.Lines);
                    Assert.Equal(otherwise.Rejected, skipped.Rejected);
                    Assert.Equal(otherwise.Error?.Message, skipped.Error?.Message);
                }
            }
            catch (FeedException e)
            {
                Assert.Equal(name, e.File);
                Assert.NotEmpty(e.Reason);
            }
        }

        // Most mutations hit rows, not the header; those of packed bytes can hit anything.
        Assert.True(opened > (isPacked ? Rounds / 4 : Rounds / 2), $"only {opened} of {Rounds} files could be opened");
    }

    private static byte[] Mutate(byte[] valid, Random random)
    {
        var bytes = valid.ToList();
        for (var i = random.Next(1, 6); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 80), bytes.Count - at)));
                    break;
                case 3:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 4:
                    bytes.Insert(at, (byte)"\n\r,\"-+.eE0 Z\t"[random.Next(13)]);
                    break;
                case 5:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 80), bytes.Count - at));
                    break;
                default:
                    if (random.Next(3) == 0)
                        bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    private static string Sample()
    {
        var text = new StringBuilder("datetime,open,high,low,close,% change,volume\n");
        for (var i = 0; i < 40; i++)
        {
            text.Append(FormattableString.Invariant($"2026-11-01 0{i / 30}:{i % 30 * 2:00}:00,10.{i:00},12.5,9.1234,11,-0.25,{i * 1000}\n"));
        }

        return text.ToString();
    }
}
