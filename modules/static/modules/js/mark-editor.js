/* The mark in the rich text editor: a small form that sets, changes or removes it. */
(() => {
  const { React, DraftJS, draftail } = window;
  const { createElement: h } = React;
  const { EditorState, Modifier } = DraftJS;
  const CODE = /^S\d{2,}$/;

  class MarkSource extends React.Component {
    constructor(props) {
      super(props);
      const data = props.entity ? props.entity.getData() : {};
      const kinds = props.entityType.kinds;
      this.dialog = React.createRef();
      this.state = {
        kind: data.kind || kinds[0].value,
        source: data.source || "",
        isWrong: false,
      };
    }

    componentDidMount() {
      this.dialog.current.showModal();
    }

    kind() {
      const { kinds } = this.props.entityType;
      return kinds.find((kind) => kind.value === this.state.kind) || kinds[0];
    }

    set() {
      const kind = this.kind();
      const source = this.state.source.trim().toUpperCase();
      if (kind.hasSource && !CODE.test(source)) {
        this.setState({ isWrong: true });
        return;
      }
      const { editorState, entityType, onComplete } = this.props;
      const data = { kind: kind.value, source: kind.hasSource ? source : "" };
      const content = editorState
        .getCurrentContent()
        .createEntity(entityType.type, "IMMUTABLE", data);
      const marked = Modifier.replaceText(
        content,
        editorState.getSelection(),
        kind.hasSource ? source : kind.label,
        editorState.getCurrentInlineStyle(),
        content.getLastCreatedEntityKey(),
      );
      onComplete(EditorState.push(editorState, marked, "insert-characters"));
    }

    remove() {
      const { editorState, onComplete } = this.props;
      const bare = Modifier.removeRange(
        editorState.getCurrentContent(),
        editorState.getSelection(),
        "backward",
      );
      onComplete(EditorState.push(editorState, bare, "remove-range"));
    }

    button(word, act, look) {
      return h("button", { type: "button", className: look, onClick: act }, word);
    }

    kindField(words, kinds) {
      const options = kinds.map((kind) =>
        h("option", { key: kind.value, value: kind.value }, kind.name),
      );
      const chosen = (event) =>
        this.setState({ kind: event.target.value, isWrong: false });
      return h(
        "label",
        { className: "mark-editor__field" },
        words.kind,
        h("select", { value: this.state.kind, onChange: chosen }, options),
      );
    }

    sourceField(words) {
      const typed = (event) =>
        this.setState({ source: event.target.value, isWrong: false });
      const entered = (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        this.set();
      };
      return h(
        "label",
        { className: "mark-editor__field" },
        words.source,
        h("input", {
          type: "text",
          maxLength: 8,
          value: this.state.source,
          onChange: typed,
          onKeyDown: entered,
          "aria-invalid": this.state.isWrong,
        }),
        this.state.isWrong &&
          h("span", { className: "mark-editor__wrong", role: "alert" }, words.wrong),
      );
    }

    render() {
      const { entityType, entity, onClose } = this.props;
      const { words, kinds } = entityType;
      return h(
        "dialog",
        {
          ref: this.dialog,
          className: "mark-editor",
          "aria-label": entityType.description,
          onCancel: onClose,
        },
        this.kindField(words, kinds),
        this.kind().hasSource && this.sourceField(words),
        h(
          "div",
          { className: "mark-editor__buttons" },
          this.button(words.insert, () => this.set(), "button"),
          entity &&
            this.button(words.remove, () => this.remove(), "button no button-secondary"),
          this.button(words.cancel, onClose, "button button-secondary"),
        ),
      );
    }
  }

  const Mark = ({ children, contentState, entityKey, onEdit }) => {
    const { kind, source } = contentState.getEntity(entityKey).getData();
    const props = {
      className: `mark-in-editor mark-in-editor--${kind}`,
      title: source || kind,
      onMouseUp: () => onEdit(entityKey),
    };
    return h("span", props, children);
  };

  draftail.registerPlugin(
    { type: "MARK", source: MarkSource, decorator: Mark },
    "entityTypes",
  );
})();
