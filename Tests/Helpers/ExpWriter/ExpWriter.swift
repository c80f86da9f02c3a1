public enum ExpWriter {}
