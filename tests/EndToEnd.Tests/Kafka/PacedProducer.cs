using System.Diagnostics;

namespace TradeBooks.EndToEnd.Tests.Kafka;

/// <summary>Fills the topics slot by slot on a thread of its own, so that those who read are never far behind.</summary>
internal sealed class PacedProducer : IDisposable
{
    private readonly Lock _gate = new();
    private readonly RecordProducer _producer;
    private readonly MarketData _data;
    private readonly BarRecord[][] _slots;
    private readonly Thread _thread;
    private volatile int _sent;
    private volatile bool _isStopped;
    private double _slotsPerSecond;
    private double _limit;

    /// <param name="producer">Sends them.</param>
    /// <param name="data">The bars.</param>
    /// <param name="length">How long all of them take, where <see cref="Limit"/> lets them.</param>
    public PacedProducer(RecordProducer producer, MarketData data, TimeSpan length)
    {
        _producer = producer;
        _data = data;
        _slots = [.. data.InTimeOrder.GroupBy(bar => bar.Time).Select(slot => slot.ToArray())];
        _slotsPerSecond = _slots.Length / length.TotalSeconds;
        // Every topic is there when the first reader comes.
        Send(1);
        producer.Flush();
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>How much was sent, 0 … 1.</summary>
    public double Fraction => (double)_sent / _slots.Length;

    /// <summary>How much may be sent by now, 0 … 1; at first nothing but the first slot.</summary>
    public double Limit
    {
        get => Volatile.Read(ref _limit);
        set => Volatile.Write(ref _limit, value);
    }

    /// <summary>Does something while the broker has all that was sent and nothing is on its way.</summary>
    public void Hold(Action action)
    {
        lock (_gate)
        {
            _producer.Flush();
            action();
        }
    }

    /// <summary>Sends the rest at once, and that all data have ended.</summary>
    public void Finish()
    {
        Volatile.Write(ref _slotsPerSecond, double.MaxValue);
        Limit = 1;
        _thread.Join();
        _producer.SendEnds(_data.Symbols);
        _producer.Flush();
    }

    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
        _producer.Dispose();
    }

    private void Run()
    {
        var (last, due) = (Stopwatch.GetTimestamp(), 1.0);
        while (_sent < _slots.Length && !_isStopped)
        {
            Thread.Sleep(5);
            // While held no time passes.
            lock (_gate)
            {
                var elapsed = Math.Min(0.05, Stopwatch.GetElapsedTime(last).TotalSeconds);
                last = Stopwatch.GetTimestamp();
                due = Math.Min(due + (elapsed * Volatile.Read(ref _slotsPerSecond)), Limit * _slots.Length);
                Send(due);
            }
        }
    }

    private void Send(double until)
    {
        while (_sent < _slots.Length && _sent < until)
        {
            _producer.Send(_slots[_sent]);
            _sent++;
        }
    }
}
