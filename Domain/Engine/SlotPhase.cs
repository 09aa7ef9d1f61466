namespace TradeBooks.Domain.Engine;

/// <summary>Phases of a time slot, in their order.</summary>
internal enum SlotPhase : byte
{
    /// <summary>Every symbol's fills are settled.</summary>
    Fills = 0,

    /// <summary>Every symbol's last price becomes its mark.</summary>
    Marks = 1,

    /// <summary>Every symbol's requests are decided.</summary>
    Orders = 2,
}
