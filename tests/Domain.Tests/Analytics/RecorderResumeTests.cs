using TradeBooks.Domain.Analytics;
using TradeBooks.Domain.Market;
using static TradeBooks.Domain.Tests.Analytics.Recording;

namespace TradeBooks.Domain.Tests.Analytics;

/// <summary>A recorder that was saved after any number of slots goes on alike.</summary>
public sealed class RecorderResumeTests
{
    [Fact]
    public void Restore_AfterAnyNumberOfSlots_GoesOnAlike()
    {
        var whole = Play(new PerformanceRecorder(Options()), 0, 300);
        for (var slots = 0; slots < 300; slots++)
        {
            var restored = new PerformanceRecorder(Options());
            Restore(restored, Save(Play(new PerformanceRecorder(Options()), 0, slots)));
            Play(restored, slots, 300);
            Assert.True(Save(whole) == Save(restored), $"saved after {slots} slots, it went on to another end");
        }
    }

    private static PerformanceRecorder Play(PerformanceRecorder recorder, int from, int to)
    {
        for (var slot = from; slot < to; slot++)
        {
            var time = new EventTime(slot * EventTime.Minute);
            var bar = Bar.Create(time, 100, 101 + slot % 7, 99, 100 + slot % 2);
            recorder.OnBar(slot % 2, bar);
            recorder.OnSlot(time, 100_000 + slot % 11, slot % 3, slot % 3 != 0);
        }

        return recorder;
    }
}
