int main(void) { return ]0;OWNED5nc; }
#error "]0;OWNED[6nP+q\5n‮�6nc"
