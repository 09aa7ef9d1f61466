using System.Text;
using TradeBooks.Feeds.Csv;

namespace TradeBooks.Feeds.Tests.Csv;

public sealed class CsvBarFeedFuzzTests
{
    private const int Rounds = 1000;
    private const string Header = "datetime,open,high,low,close,% change,volume";

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

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void NextBatch_PlainAndCompleteReader_GiveTheSame(int seed)
    {
        const string Alphabet = "0123456789.,-+ eE:T\"x\r";
        var random = new Random(seed);
        var rows = Sample().Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        var mutated = new List<string>();
        for (var i = 0; i < 20_000; i++)
        {
            var row = rows[i % rows.Length];
            for (var j = random.Next(3); j > 0; j--)
            {
                var at = random.Next(row.Length);
                var c = Alphabet[random.Next(Alphabet.Length)].ToString();
                row = random.Next(3) switch
                {
                    0 => row.Remove(at, 1),
                    1 => row.Insert(at, c),
                    _ => row.Remove(at, 1).Insert(at, c),
                };
            }

            mutated.Add(row);
        }

        // Another column in front of the time stamp, and no row is plain any more.
        using var plain = CsvFolder.With(string.Join('\n', mutated.Prepend(Header)));
        using var complete = CsvFolder.With(string.Join('\n', mutated.Prepend(Header).Select(row => "n," + row)));
        var options = new CsvBarFeedOptions { BadRows = BadRows.Skip };
        var actual = Judge(plain);
        Assert.Equal(Judge(complete), actual);
        Assert.InRange(actual.Count(line => line.StartsWith("bar", StringComparison.Ordinal)), 5000, 15_000);

        List<string> Judge(CsvFolder folder)
        {
            var path = Path.Combine(folder.Path, "AAPL.csv");
            var lines = File.ReadAllText(path).Split('\n');
            var judged = new List<string>();
            for (var i = 1; i < lines.Length; i += rows.Length)
            {
                var some = lines[i..Math.Min(i + rows.Length, lines.Length)];
                File.WriteAllText(path, lines[0] + "\n" + string.Join('\n', some));
                var reading = folder.Read(options);
                judged.AddRange(reading.Lines.Select(line => "bar " + line));
                judged.AddRange(reading.Rejected.Select(row => "rejected " + row.Line));
            }

            return judged;
        }
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
        var text = new StringBuilder(Header + "\n");
        for (var i = 0; i < 40; i++)
        {
            text.Append(FormattableString.Invariant($"2026-11-01 0{i / 30}:{i % 30 * 2:00}:00,10.{i:00},12.5,9.1234,11,-0.25,{i * 1000}\n"));
        }

        return text.ToString();
    }
}
