namespace TradeBooks.Feeds.Csv;

/// <summary>
/// The feeds that have room for another piece, first come, first served, and the threads that fill it ahead of the
/// consumer.
/// </summary>
internal sealed class ChunkQueue : IDisposable
{
    private readonly Queue<CsvBarFeed> _feeds = new();
    private readonly Thread[] _threads;
    private bool _isStopping;

    /// <param name="workers">Number of threads, 0 for none: then nothing is queued.</param>
    public ChunkQueue(int workers)
    {
        _threads = new Thread[workers];
        for (var i = 0; i < workers; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = "csv bars" };
            _threads[i].Start();
        }
    }

    public void Add(CsvBarFeed feed)
    {
        if (_threads.Length == 0)
            return;
        lock (_feeds)
        {
            _feeds.Enqueue(feed);
            Monitor.Pulse(_feeds);
        }
    }

    /// <summary>Takes one piece of work from the threads; false where there is none.</summary>
    public bool TryHelp()
    {
        CsvBarFeed? feed;
        lock (_feeds)
        {
            if (!_feeds.TryDequeue(out feed))
                return false;
        }

        feed.FillAhead();
        return true;
    }

    /// <summary>Ends the threads, each after the piece in its hands.</summary>
    public void Dispose()
    {
        lock (_feeds)
        {
            _isStopping = true;
            Monitor.PulseAll(_feeds);
        }

        foreach (var thread in _threads)
            thread.Join();
    }

    private void Work()
    {
        while (true)
        {
            CsvBarFeed? feed;
            lock (_feeds)
            {
                while (!_isStopping && _feeds.Count == 0)
                    Monitor.Wait(_feeds);
                if (_isStopping)
                    return;
                feed = _feeds.Dequeue();
            }

            feed.FillAhead();
        }
    }
}
