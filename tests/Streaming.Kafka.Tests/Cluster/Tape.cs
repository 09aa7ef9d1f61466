using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace TradeBooks.Streaming.Kafka.Tests.Cluster;

/// <summary>What the grains of one topic got, whichever silo they were on, and what a test makes them do before.</summary>
internal sealed class Tape
{
    private static readonly ConcurrentDictionary<string, Tape> Tapes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, List<(long Offset, int Number)>> _keys = new(StringComparer.Ordinal);
    private long _records;
    private long _deliveries;

    /// <summary>Runs before a delivery is recorded; what it throws fails the delivery.</summary>
    public Func<string, KafkaRecords, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Whether only to count.</summary>
    public bool CountsOnly { get; set; }

    public long Records => Interlocked.Read(ref _records);

    public long Deliveries => Interlocked.Read(ref _deliveries);

    /// <summary>How many different records of a key were delivered.</summary>
    public int Distinct(string key)
    {
        if (!_keys.TryGetValue(key, out var got))
            return 0;
        lock (got)
            return got.DistinctBy(record => record.Offset).Count();
    }

    public static Tape Of(string topic) => Tapes.GetOrAdd(topic, _ => new Tape());

    public async Task AddAsync(string key, KafkaRecords records)
    {
        await Before(key, records);
        Interlocked.Increment(ref _deliveries);
        Interlocked.Add(ref _records, records.Count);
        if (CountsOnly)
            return;
        var got = _keys.GetOrAdd(key, _ => []);
        lock (got)
        {
            for (var i = 0; i < records.Count; i++)
                got.Add((records[i].Offset, int.TryParse(Encoding.UTF8.GetString(records[i].Value), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : -1));
        }
    }

    public List<(long Offset, int Number)> Got(string key)
    {
        if (!_keys.TryGetValue(key, out var got))
            return [];
        lock (got)
            return [.. got];
    }

    /// <summary>Each record of each key came exactly once and in order.</summary>
    public void AssertOnce(IReadOnlyDictionary<string, int> written)
    {
        foreach (var (key, count) in written)
            Assert.Equal(Enumerable.Range(1, count), Got(key).Select(record => record.Number));
    }

    /// <summary>Each record came; where one came again, so did all from there: a replay, and no hole or swap.</summary>
    public void AssertReplaysOnly(IReadOnlyDictionary<string, int> written)
    {
        foreach (var (key, count) in written)
        {
            var reached = 0;
            var previous = 0;
            foreach (var (offset, number) in Got(key))
            {
                Assert.True(number == previous + 1 || number <= reached, $"{key}: {number} (offset {offset}) came after {previous}, with {reached} reached");
                previous = number;
                reached = Math.Max(reached, number);
            }

            Assert.True(reached == count, $"{key}: {reached} of {count} came");
        }
    }
}
