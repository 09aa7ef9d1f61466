using TradeBooks.Domain.Indicators;

namespace TradeBooks.Domain.Tests.Indicators;

public sealed class EmaTests
{
    [Fact]
    public void Update_FirstPeriodValues_SeedsWithTheirMean()
    {
        var ema = new Ema(3);
        ema.Update(1);
        ema.Update(2);
        Assert.False(ema.IsReady);
        ema.Update(6);
        Assert.True(ema.IsReady);
        Assert.Equal(3.0, ema.Value, 12);
        ema.Update(5);
        Assert.Equal(4.0, ema.Value, 12);
    }
}
