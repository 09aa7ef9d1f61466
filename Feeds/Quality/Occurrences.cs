using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Quality;

/// <summary>Counts something and keeps the first examples of it.</summary>
internal sealed class Occurrences(int mostExamples)
{
    private readonly List<DataQualityExample> _examples = [];

    public long Count { get; private set; }

    public IReadOnlyList<DataQualityExample> Examples => _examples;

    public void Add(long line, EventTime? time, Func<string> text)
    {
        Count++;
        if (_examples.Count < mostExamples)
            _examples.Add(new DataQualityExample(line, time?.ToUtc(), text()));
    }
}
