namespace TradeBooks.Domain.State;

/// <summary>Saves or restores named fields; see <see cref="IPersistent"/>.</summary>
public abstract class StateArchive
{
    /// <summary>True while restoring: fields are overwritten.</summary>
    public abstract bool IsLoading { get; }

    public abstract void Item(string name, ref bool value);

    public abstract void Item(string name, ref int value);

    public abstract void Item(string name, ref long value);

    /// <summary>Every bit of the number survives, infinities and NaN too.</summary>
    public abstract void Item(string name, ref double value);

    /// <summary>Value and scale survive.</summary>
    public abstract void Item(string name, ref decimal value);

    public abstract void Item(string name, ref string value);

    /// <summary>An array of fixed length (restoring another length is an error).</summary>
    public abstract void Item(string name, double[] values);

    /// <summary>An array of fixed length (restoring another length is an error).</summary>
    public abstract void Item(string name, long[] values);

    /// <summary>An array of fixed length (restoring another length is an error); value and scale survive.</summary>
    public abstract void Item(string name, decimal[] values);

    /// <summary>Bytes that say by themselves where they end and what is in them.</summary>
    public abstract void Item(string name, ref ReadOnlyMemory<byte> value);

    /// <summary>A nested part.</summary>
    public abstract void Item(string name, IPersistent part);

    /// <summary>
    /// A list of parts: <paramref name="count"/> is written, or read; then <paramref name="item"/> is called for
    /// every index with the archive inside that element.
    /// </summary>
    public abstract void List(string name, ref int count, Action<int, StateArchive> item);

    /// <summary>A list whose number of parts the run decides (restoring another number is an error).</summary>
    public void FixedList(string name, int count, Action<int, StateArchive> item)
    {
        var saved = count;
        List(name, ref saved, (index, element) =>
        {
            if (index >= count)
                throw new StateException($"saved state: '{name}' has more elements than the {count} of this run");
            item(index, element);
        });
        if (saved != count)
            throw new StateException($"saved state: '{name}' has {saved} elements, this run {count}");
    }

    public void Item<TEnum>(string name, ref TEnum value)
        where TEnum : struct, Enum
    {
        var text = value.ToString();
        Item(name, ref text);
        if (IsLoading && !(Enum.TryParse(text, out value) && Enum.IsDefined(value)))
            throw new StateException($"saved state: '{name}' is '{text}'");
    }
}
