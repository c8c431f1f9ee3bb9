namespace KernelGuard.Calls.Freezing;

/// <summary>The collections that are being read, outermost first. Most arguments are one flat object, which needs no list.</summary>
internal struct OpenCollections
{
    private object? _outermost;
    private List<object>? _inner;

    /// <summary>Whether a collection, this very instance, is being read.</summary>
    public readonly bool Contains(object collection)
    {
        if (ReferenceEquals(_outermost, collection))
        {
            return true;
        }

        for (var i = 0; i < _inner?.Count; i++)
        {
            if (ReferenceEquals(_inner[i], collection))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Notes that a collection is being read.</summary>
    public void Push(object collection)
    {
        if (_outermost is null)
        {
            _outermost = collection;
        }
        else
        {
            (_inner ??= []).Add(collection);
        }
    }

    /// <summary>Notes that the innermost one has been read.</summary>
    public void Pop()
    {
        if (_inner is { Count: > 0 })
        {
            _inner.RemoveAt(_inner.Count - 1);
        }
        else
        {
            _outermost = null;
        }
    }
}
